package dev.ingot.foundry.cli;

import dev.ingot.Blockwise;
import dev.ingot.OperatorChoice;
import dev.ingot.Precision;
import dev.ingot.error.InvalidOptionException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Exports with the flags of Olive's capture-onnx-graph: floats, unless int4 is asked for. */
@Command(sortOptions = false, sortSynopsis = false, description = "Export a model as it is, with the flags of the Python tools; 32-bit floats by default.")
final class CaptureOnnxGraph implements Callable<Integer> {

    private static final int INT4_BITS = 4;

    @Mixin
    private final OliveOptions olive = new OliveOptions();

    @Option(names = "--precision", paramLabel = "P", defaultValue = "fp32", description = "fp32, fp16 or int4;"
            + " default: fp32.")
    String precision = "fp32";

    @Option(names = "--int4_block_size", paramLabel = "N", description = "With int4: weights that share a scale.")
    @Nullable
    Integer blockSize;

    @Option(names = "--int4_accuracy_level", paramLabel = "N", description = "With int4: 0 to 4; default: 4.")
    @Nullable
    Integer accuracyLevel;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    private final Terminal terminal;

    CaptureOnnxGraph(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return output.run(olive.pipeline(precision(), terminal), olive.output, terminal);
    }

    private Precision precision() {
        final Precision wanted = Precision.parse(precision);
        if (wanted instanceof Blockwise blockwise && blockwise.bits() == INT4_BITS) {
            return int4(blockwise);
        }
        if (blockSize != null || accuracyLevel != null) {
            throw new InvalidOptionException(
                    "--int4_block_size and --int4_accuracy_level go with precision int4, found " + precision);
        }
        return wanted;
    }

    private Precision int4(final Blockwise preset) {
        final var sized = blockSize == null ? preset : preset.blockSize(blockSize);
        return accuracyLevel == null
                ? sized
                : sized.operators(OperatorChoice.DEFAULT.accuracyLevel(accuracyLevel));
    }
}
