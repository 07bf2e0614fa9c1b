package dev.ingot.foundry.cli;

import dev.ingot.error.InvalidOptionException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Converts with the flags of Olive's optimize, the successor of auto-opt. */
@Command(sortOptions = false, sortSynopsis = false, description = "Convert a model with the flags of the Python tools' optimize; the defaults are those of ingot"
        + " convert.")
final class Optimize implements Callable<Integer> {

    @Mixin
    private final OliveOptions olive = new OliveOptions();

    @Mixin
    private final PrecisionOptions precision = new PrecisionOptions();

    @Option(names = "--exporter", paramLabel = "E", defaultValue = "model_builder", description = "model_builder.")
    String exporter = "model_builder";

    @Option(names = "--modality", paramLabel = "M", defaultValue = "text", description = "text.")
    String modality = "text";

    @Mixin
    private final OutputOptions output = new OutputOptions();

    private final Terminal terminal;

    Optimize(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        require("--exporter", exporter, "model_builder");
        require("--modality", modality, "text");
        return output.run(olive.pipeline(precision.precision(), terminal), olive.output, terminal);
    }

    private static void require(final String option, final String value, final String works) {
        if (!value.equalsIgnoreCase(works)) {
            throw new InvalidOptionException(
                    option + " " + value + " is not supported; what works: " + works);
        }
    }
}
