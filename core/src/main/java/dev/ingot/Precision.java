package dev.ingot;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.quantize.BlockFormat;
import java.util.Locale;
import java.util.Optional;

/** In which format each role of matrix is stored. Immutable. */
public sealed interface Precision permits Floats, Blockwise {

    /** Everything as 32-bit floats: the reference that the others are measured against. */
    Floats FP32 = Floats.FULL;

    /**
     * Matrices stored as 16-bit floats and widened when the model is loaded: half the file of {@link #FP32} at nearly
     * its quality. Running it takes as much memory as with 32-bit floats, because the CPU computes in these.
     */
    Floats FP16 = Floats.HALF;

    /** 8 bits per weight, symmetric, blocks of 32. */
    Blockwise INT8 = Blockwise.of(8, true);

    /**
     * 2 bits per weight, asymmetric, blocks of 32; 8 bits for head and embedding. Few models of less than some billion
     * parameters still make sense then: for mixtures and for experiments.
     */
    Blockwise INT2 = Blockwise.of(2, false);

    /** 4 bits per weight, asymmetric, blocks of 32; 8 bits for head and embedding. */
    Blockwise INT4 = Blockwise.of(4, false);

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
     * @return fp32, fp16, int8, int4 or int2
     */
    String label();

    /**
     * Finds a precision by name.
     *
     * @param name fp32, fp16, int8, int4 or int2
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
            case "int2" -> INT2;
            case "int3" ->
                throw new InvalidOptionException("precision: expected int2, int4, int8, fp16 or fp32,"
                        + " found " + name + ": ONNX Runtime multiplies with 2, 4 and 8 bits");
            case "bf16", "bfloat16" -> throw new UnsupportedModelException("precision " + name
                    + " is not supported: ONNX Runtime has no kernels for it on the CPU."
                    + " Choose fp16 (as large, and closer to fp32 for most weights), int8, int4 or fp32");
            default ->
                throw new InvalidOptionException(
                        "precision: expected int2, int4, int8, fp16 or fp32, found " + name);
        };
    }
}
