package dev.ingot;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.quantize.Algorithm;
import dev.ingot.quantize.BlockFormat;
import java.util.Locale;
import java.util.Optional;

/** In which format each role of matrix is stored. Immutable. */
public sealed interface Precision {

    /** Everything as 32-bit floats: the reference that the others are measured against. */
    FullPrecision FP32 = new FullPrecision();

    /**
     * Matrices stored as 16-bit floats and widened when the model is loaded: half the file of {@link #FP32} at nearly
     * its quality. Running it takes as much memory as with 32-bit floats, because the CPU computes in these.
     */
    HalfPrecision FP16 = new HalfPrecision();

    /** 8 bits per weight, symmetric, blocks of 32. */
    Blockwise INT8 = new Blockwise(8, 32, false, 8, Algorithm.DEFAULT, OperatorChoice.DEFAULT);

    /** 4 bits per weight, asymmetric, blocks of 32; 8 bits for head and embedding. */
    Blockwise INT4 = new Blockwise(4, 32, true, 8, Algorithm.DEFAULT, OperatorChoice.DEFAULT);

    /**
     * Returns the format of a role.
     *
     * @param role what the matrix does
     * @return its block format, or empty for floats
     */
    Optional<BlockFormat> formatOf(MatrixRole role);

    /**
     * Returns the format of the matrix that a node multiplies with.
     *
     * @param role what the matrix does
     * @param node name of the MatMul node
     * @return its block format, or empty for floats
     */
    Optional<BlockFormat> formatOf(MatrixRole role, String node);

    /**
     * Returns which operators are quantized, and how they compute.
     *
     * @return the choice; {@link OperatorChoice#DEFAULT} where nothing is quantized
     */
    OperatorChoice operators();

    /**
     * Returns the name that {@link #parse} takes.
     *
     * @return fp32, fp16, int8 or int4
     */
    String label();

    /**
     * Finds a precision by name.
     *
     * @param name fp32, fp16, int8 or int4
     * @return the precision with its defaults
     * @throws UnsupportedModelException for bf16, with the reason
     * @throws InvalidOptionException    for names that mean nothing
     */
    static Precision parse(final String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "fp32", "float32" -> FP32;
            case "fp16", "float16" -> FP16;
            case "int8" -> INT8;
            case "int4" -> INT4;
            case "bf16", "bfloat16" -> throw new UnsupportedModelException("precision " + name
                    + " is not supported: ONNX Runtime has no kernels for it on the CPU."
                    + " Choose fp16 (as large, and closer to fp32 for most weights), int8, int4 or fp32");
            default ->
                throw new InvalidOptionException(
                        "precision: expected int4, int8, fp16 or fp32, found " + name);
        };
    }

    /** 32-bit floats. */
    record FullPrecision() implements Precision {

        @Override
        public Optional<BlockFormat> formatOf(final MatrixRole role) {
            return Optional.empty();
        }

        @Override
        public Optional<BlockFormat> formatOf(final MatrixRole role, final String node) {
            return Optional.empty();
        }

        @Override
        public OperatorChoice operators() {
            return OperatorChoice.DEFAULT;
        }

        @Override
        public String label() {
            return "fp32";
        }
    }

    /** 16-bit floats on disk. */
    record HalfPrecision() implements Precision {

        @Override
        public Optional<BlockFormat> formatOf(final MatrixRole role) {
            return Optional.empty();
        }

        @Override
        public Optional<BlockFormat> formatOf(final MatrixRole role, final String node) {
            return Optional.empty();
        }

        @Override
        public OperatorChoice operators() {
            return OperatorChoice.DEFAULT;
        }

        @Override
        public String label() {
            return "fp16";
        }
    }

    /**
     * Integers in blocks with a scale each.
     *
     * @param bits      of a weight: 4 or 8
     * @param blockSize weights per block: 16, 32, 64, 128 or 256
     * @param zeroPoints whether blocks are asymmetric: each has a zero point besides its scale
     * @param headBits  of a weight of head and embedding: 4 or 8
     * @param algorithm how scales and integers are found
     * @param operators which operators are quantized, and how they compute
     */
    record Blockwise(int bits, int blockSize, boolean zeroPoints, int headBits, Algorithm algorithm,
            OperatorChoice operators)
            implements
                Precision {

        /** Checks the ranges. */
        public Blockwise {
            new BlockFormat(bits, blockSize, !zeroPoints);
            new BlockFormat(headBits, blockSize, !zeroPoints);
        }

        /**
         * Sets the block size.
         *
         * @param value weights per block: 16, 32, 64, 128 or 256
         * @return a new precision
         */
        public Blockwise blockSize(final int value) {
            return new Blockwise(bits, value, zeroPoints, headBits, algorithm, operators);
        }

        /**
         * Leaves zero points out.
         *
         * @return a new precision
         */
        public Blockwise symmetric() {
            return new Blockwise(bits, blockSize, false, headBits, algorithm, operators);
        }

        /**
         * Stores a zero point per block.
         *
         * @return a new precision
         */
        public Blockwise asymmetric() {
            return new Blockwise(bits, blockSize, true, headBits, algorithm, operators);
        }

        /**
         * Sets how head and embedding are stored.
         *
         * @param value bits per weight: 4 or 8
         * @return a new precision
         */
        public Blockwise headBits(final int value) {
            return new Blockwise(bits, blockSize, zeroPoints, value, algorithm, operators);
        }

        /**
         * Sets how scales and integers are found.
         *
         * @param value the algorithm
         * @return a new precision
         */
        public Blockwise algorithm(final Algorithm value) {
            return new Blockwise(bits, blockSize, zeroPoints, headBits, value, operators);
        }

        /**
         * Sets which operators are quantized, and how they compute.
         *
         * @param value the choice
         * @return a new precision
         */
        public Blockwise operators(final OperatorChoice value) {
            return new Blockwise(bits, blockSize, zeroPoints, headBits, algorithm, value);
        }

        @Override
        public Optional<BlockFormat> formatOf(final MatrixRole role) {
            if (role == MatrixRole.EMBEDDING && !operators.embedding()) {
                return Optional.empty();
            }
            final boolean vocabulary = role == MatrixRole.HEAD || role == MatrixRole.EMBEDDING;
            return Optional.of(new BlockFormat(vocabulary ? headBits : bits, blockSize, !zeroPoints));
        }

        @Override
        public Optional<BlockFormat> formatOf(final MatrixRole role, final String node) {
            return formatOf(role).filter(format -> !operators.excluded().contains(node));
        }

        @Override
        public String label() {
            return "int" + bits;
        }
    }
}
