package dev.ingot.foundry.cli;

import dev.ingot.Blockwise;
import dev.ingot.MatrixRole;
import dev.ingot.Mixture;
import dev.ingot.Precision;
import dev.ingot.error.InvalidOptionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how blocks of integers are made; every command that quantizes has them. */
final class BlockOptions {

    /** At most one of the two. */
    static final class Symmetry {

        @Option(names = "--symmetric", required = true, description = "Blocks without zero points (default of int8).")
        boolean symmetric;

        @Option(names = "--asymmetric", required = true, description = "Blocks with zero points (default of int4).")
        boolean asymmetric;
    }

    @Option(names = {"--block-size",
            "--block_size"}, paramLabel = "N", description = "Weights that share a scale: 16,"
                    + " 32, 64, 128 or 256; default: 32.")
    @Nullable
    Integer blockSize;

    @ArgGroup
    @Nullable
    Symmetry symmetry;

    @Mixin
    private final MethodOptions method = new MethodOptions();

    @Option(names = "--mixed", paramLabel = "NAME", description = "Which matrices get 8 bits instead: none, last,"
            + " k_quant_mixed, or sensitivity:N for those that need it most, up to an average of N bits.")
    @Nullable
    String mixture;

    @Option(names = "--head-bits", paramLabel = "N", description = "Bits of head and embedding: 2, 4 or 8; default: 8.")
    @Nullable
    Integer headBits;

    @Option(names = "--accuracy-level", paramLabel = "N", description = "How activations are multiplied: 0 as floats, 4 rounded"
            + " to 8 bits, which is faster; default: 4.")
    @Nullable
    Integer accuracyLevel;

    /** Applies the options; floats go with none. */
    Precision apply(final Precision preset) {
        if (preset instanceof Blockwise blockwise) {
            return adjusted(blockwise);
        }
        if (blockSize != null || symmetry != null || method.said() || mixture != null || headBits != null
                || accuracyLevel != null) {
            throw new InvalidOptionException("precision " + preset.label() + " has no blocks: --block-size,"
                    + " --symmetric, --asymmetric, --algorithm, --calibration, --mixed, --head-bits"
                    + " and --accuracy-level go with int4, int8 and int2");
        }
        return preset;
    }

    /** A mixture that decides on the head leaves nothing to say about it. */
    private void checkHead(final Blockwise wanted) {
        final int bits = wanted.formatOf(MatrixRole.HEAD).orElse(wanted.format()).bits();
        if (headBits != null && headBits != bits) {
            throw new InvalidOptionException("--head-bits " + headBits + ": --mixed " + mixture + " gives "
                    + bits + " bits to head and embedding; leave one of the two out");
        }
    }

    private Blockwise adjusted(final Blockwise preset) {
        Blockwise wanted = preset;
        wanted = blockSize == null ? wanted : wanted.blockSize(blockSize);
        wanted = headBits == null ? wanted : wanted.headBits(headBits);
        wanted = accuracyLevel == null
                ? wanted
                : wanted.operators(wanted.operators().accuracyLevel(accuracyLevel));
        wanted = mixture == null ? wanted : wanted.mixed(Mixture.parse(mixture));
        checkHead(wanted);
        wanted = method.apply(wanted);
        if (symmetry == null) {
            return wanted;
        }
        return symmetry.symmetric ? wanted.symmetric() : wanted.asymmetric();
    }
}
