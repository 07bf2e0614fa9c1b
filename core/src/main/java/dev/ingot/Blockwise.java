package dev.ingot;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.quantize.Algorithm;
import dev.ingot.quantize.BlockFormat;
import java.util.Optional;

/**
 * Integers in blocks with a scale each. Immutable; start from {@link Precision#INT4} or {@link Precision#INT8}:
 *
 * <pre>{@code
 * INT4.kQuant().blockSize(128).mixed()
 * INT4.rtn().symmetric().headBits(4)
 * }</pre>
 *
 * @param format    of the matrices of the layers: bits, block size, and whether there are zero points
 * @param headBits  of a weight of head and embedding: 2, 4 or 8
 * @param method    how scales and integers are found
 * @param mixture   which matrices get 8 bits instead
 * @param operators which operators are quantized, and how they compute
 */
public record Blockwise(BlockFormat format, int headBits, QuantizationMethod method, Mixture mixture,
        OperatorChoice operators) implements Precision {

    private static final int EIGHT = 8;

    /** Checks the ranges. */
    public Blockwise {
        format.bits(headBits);
        operators.bits().values().forEach(format::bits);
        mixture.requireRoomAbove(format.bits());
        if (format.symmetric() && !method.algorithm().supports(format)) {
            throw new InvalidOptionException(
                    method.algorithm().label() + ": expected blocks with zero points, found symmetric ones");
        }
    }

    static Blockwise of(final int bits, final boolean symmetric) {
        return new Blockwise(new BlockFormat(bits, 32, symmetric), EIGHT, new Rounding(Algorithm.DEFAULT),
                Mixture.NONE, OperatorChoice.DEFAULT);
    }

    /**
     * Returns how many bits a weight of the layers has.
     *
     * @return bits
     */
    public int bits() {
        return format.bits();
    }

    /**
     * Returns how many weights share a scale.
     *
     * @return weights per block
     */
    public int blockSize() {
        return format.blockSize();
    }

    /**
     * Returns whether blocks have a zero point besides their scale.
     *
     * @return true if they are asymmetric
     */
    public boolean zeroPoints() {
        return !format.symmetric();
    }

    /**
     * Sets the block size.
     *
     * @param value weights per block: 16, 32, 64, 128 or 256
     * @return a new precision
     */
    public Blockwise blockSize(final int value) {
        return format(new BlockFormat(format.bits(), value, format.symmetric()));
    }

    /**
     * Leaves zero points out.
     *
     * @return a new precision
     * @throws InvalidOptionException if the method cannot do without them
     */
    public Blockwise symmetric() {
        return format(new BlockFormat(format.bits(), format.blockSize(), true));
    }

    /**
     * Stores a zero point per block.
     *
     * @return a new precision
     */
    public Blockwise asymmetric() {
        return format(new BlockFormat(format.bits(), format.blockSize(), false));
    }

    private Blockwise format(final BlockFormat value) {
        return new Blockwise(value, headBits, method, mixture, operators);
    }

    /**
     * Sets how head and embedding are stored.
     *
     * @param value bits per weight: 2, 4 or 8
     * @return a new precision
     */
    public Blockwise headBits(final int value) {
        return new Blockwise(format, value, method, mixture, operators);
    }

    /**
     * Rounds to the nearest as ONNX Runtime's native quantizer does. The default.
     *
     * @return a new precision
     */
    public Blockwise roundToNearest() {
        return algorithm(Algorithm.DEFAULT);
    }

    /**
     * Rounds to the nearest as ONNX Runtime's Python quantizer does.
     *
     * @return a new precision
     */
    public Blockwise rtn() {
        return algorithm(Algorithm.RTN);
    }

    /**
     * Searches for the grid with the smallest weighted error, as ONNX Runtime's k_quant does; blocks get zero points.
     *
     * @return a new precision
     */
    public Blockwise kQuant() {
        return algorithm(Algorithm.K_QUANT);
    }

    /**
     * Searches for the grid with the smallest error where large differences count less, as HQQ does; blocks get zero
     * points.
     *
     * @return a new precision
     */
    public Blockwise hqq() {
        return algorithm(Algorithm.HQQ);
    }

    /**
     * Sets how scales and integers are found, block by block.
     *
     * @param value the algorithm
     * @return a new precision
     * @throws InvalidOptionException as {@link #method} does
     */
    public Blockwise algorithm(final Algorithm value) {
        return method(new Rounding(value));
    }

    /**
     * Sets how scales and integers are found. Where the method needs zero points, the symmetric blocks that
     * {@link Precision#INT8} begins with get them.
     *
     * @param value the method
     * @return a new precision
     * @throws InvalidOptionException if the method needs zero points, and {@link #symmetric} has left them out
     */
    public Blockwise method(final QuantizationMethod value) {
        final boolean symmetric = format.symmetric()
                && (format.bits() < EIGHT || value.algorithm().supports(format));
        return new Blockwise(new BlockFormat(format.bits(), format.blockSize(), symmetric), headBits, value,
                mixture, operators);
    }

    /**
     * Passes rounding errors on, with the settings of {@link Gptq#on}.
     *
     * @param calibration what the model is run on: {@code Calibrations} of the runtime module
     * @return a new precision
     */
    public Blockwise gptq(final Calibration calibration) {
        return method(Gptq.on(calibration));
    }

    /**
     * Scales columns before they are rounded to nearest: {@link Awq}.
     *
     * @param calibration what the model is run on: {@code Calibrations} of the runtime module
     * @return a new precision
     */
    public Blockwise awq(final Calibration calibration) {
        return method(new Awq(calibration));
    }

    /**
     * Gives 8 bits to the matrices that {@link Mixture#K_QUANT_MIXED} names.
     *
     * @return a new precision
     */
    public Blockwise mixed() {
        return mixed(Mixture.K_QUANT_MIXED);
    }

    /**
     * Sets which matrices get 8 bits instead.
     *
     * @param value the mixture
     * @return a new precision
     */
    public Blockwise mixed(final Mixture value) {
        return new Blockwise(format, headBits, method, value, operators);
    }

    /**
     * Sets which operators are quantized, and how they compute.
     *
     * @param value the choice
     * @return a new precision
     */
    public Blockwise operators(final OperatorChoice value) {
        return new Blockwise(format, headBits, method, mixture, value);
    }

    @Override
    public Optional<BlockFormat> formatOf(final MatrixRole role) {
        if (role == MatrixRole.EMBEDDING && !operators.embedding()) {
            return Optional.empty();
        }
        final boolean vocabulary = role == MatrixRole.HEAD || role == MatrixRole.EMBEDDING;
        return Optional.of(vocabulary ? format.bits(mixture.raisesHead() ? EIGHT : headBits) : format);
    }

    @Override
    public Optional<BlockFormat> formatOf(final MatrixRole role, final String node) {
        return formatOf(role).filter(found -> !operators.excluded().contains(node))
                .map(found -> Optional.ofNullable(operators.bits().get(node)).map(found::bits).orElse(found));
    }

    @Override
    public String label() {
        return "int" + format.bits();
    }
}
