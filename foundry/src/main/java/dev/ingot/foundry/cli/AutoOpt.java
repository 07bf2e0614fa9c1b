package dev.ingot.foundry.cli;

import dev.ingot.Precision;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Converts with the flags of Olive's auto-opt, for people who come from there; the defaults are Ingot's. */
@Command(name = "auto-opt", sortOptions = false, sortSynopsis = false, description = "Convert a model with the flags of the Python tools; the defaults are those of ingot convert.")
final class AutoOpt implements Callable<Integer> {

    @Mixin
    private final OliveOptions olive = new OliveOptions();

    @Option(names = "--precision", paramLabel = "P", defaultValue = "int4", description = "int4, int8, fp16 or fp32;"
            + " default: int4.")
    String precision = "int4";

    @Mixin
    private final OutputOptions output = new OutputOptions();

    private final Terminal terminal;

    AutoOpt(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return output.run(olive.pipeline(Precision.parse(precision), terminal), olive.output, terminal);
    }
}
