package dev.ingot.foundry.cli;

import dev.ingot.Blockwise;
import dev.ingot.Precision;
import dev.ingot.error.InvalidOptionException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Converts with the flags of Olive's optimize, the successor of auto-opt. */
@Command(name = "optimize", sortOptions = false, sortSynopsis = false, description = "Convert a model with the flags of the Python tools' optimize; the defaults are those of ingot"
        + " convert.")
final class Optimize implements Callable<Integer> {

    @Mixin
    private final OliveOptions olive = new OliveOptions();

    @Option(names = "--precision", paramLabel = "P", defaultValue = "int4", description = "int4, int8, fp16 or fp32;"
            + " default: int4.")
    String precision = "int4";

    @Option(names = "--block_size", paramLabel = "N", description = "Weights that share a scale: 16, 32, 64, 128 or 256;"
            + " default: 32.")
    @Nullable
    Integer blockSize;

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
        return output.run(olive.pipeline(precision(), terminal), olive.output, terminal);
    }

    private static void require(final String option, final String value, final String works) {
        if (!value.equalsIgnoreCase(works)) {
            throw new InvalidOptionException(
                    option + " " + value + " is not supported; what works: " + works);
        }
    }

    private Precision precision() {
        final Precision wanted = Precision.parse(precision);
        if (blockSize == null) {
            return wanted;
        }
        if (wanted instanceof Blockwise blockwise) {
            return blockwise.blockSize(blockSize);
        }
        throw new InvalidOptionException(
                "--block_size goes with int4 and int8, found precision " + precision);
    }
}
