package dev.ingot.foundry.cli;

import dev.ingot.Blockwise;
import dev.ingot.Precision;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.quantize.Algorithm;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say how weights are stored. */
final class PrecisionOptions {

    /** At most one of the two. */
    static final class Symmetry {

        @Option(names = "--symmetric", required = true, description = "Blocks without zero points (default of int8).")
        boolean symmetric;

        @Option(names = "--asymmetric", required = true, description = "Blocks with zero points (default of int4).")
        boolean asymmetric;
    }

    @Option(names = "--precision", paramLabel = "P", defaultValue = "int4", description = "int4, int8, fp16 (storage only) or fp32;"
            + " default: int4.")
    String precision = "int4";

    @Option(names = "--block-size", paramLabel = "N", description = "Weights that share a scale: 16, 32, 64, 128 or 256;"
            + " default: 32.")
    @Nullable
    Integer blockSize;

    @ArgGroup
    @Nullable
    Symmetry symmetry;

    @Option(names = "--algorithm", paramLabel = "NAME", description = "How weights are rounded: default or rtn.")
    @Nullable
    String algorithm;

    Precision precision() {
        return switch (Precision.parse(precision)) {
            case Blockwise blockwise -> adjusted(blockwise);
            case Precision floats -> {
                checkNothingSaid();
                yield floats;
            }
        };
    }

    private Precision adjusted(final Blockwise preset) {
        Blockwise wanted = preset;
        wanted = blockSize == null ? wanted : wanted.blockSize(blockSize);
        wanted = algorithm == null ? wanted : wanted.algorithm(Algorithm.parse(algorithm));
        if (symmetry == null) {
            return wanted;
        }
        return symmetry.symmetric ? wanted.symmetric() : wanted.asymmetric();
    }

    private void checkNothingSaid() {
        if (blockSize != null || symmetry != null || algorithm != null) {
            throw new InvalidOptionException(
                    "precision " + precision + " has no blocks: --block-size, --symmetric,"
                            + " --asymmetric and --algorithm go with int4 and int8");
        }
    }
}
