package dev.ingot;

import dev.ingot.decoder.PlannedTensor;
import dev.ingot.quantize.WeightMatrix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What running a float model on text takes, estimated from the sizes of its matrices and the length of the text.
 *
 * @param tokens  of the text
 * @param memory  of this process in bytes, besides what a conversion takes anyway
 * @param disk    beside the output, in bytes
 * @param seconds of one thread
 */
record CalibrationNeed(long tokens, long memory, long disk, double seconds) {

    /** Floating-point operations of one thread, in products of floats. */
    static final double OPERATIONS_PER_SECOND = 40e9;

    /** Weights that one generated token reads; its products wait for memory. */
    private static final double BYTES_PER_SECOND = 5e9;

    static final CalibrationNeed NONE = new CalibrationNeed(0, 0, 0, 0);

    private static final Pattern LAYER = Pattern.compile("layers\\.\\d+\\.");
    private static final int PASSES = 2; // through each layer: to see what its matrices multiply, and to go on
    private static final int TRIALS = 20; // of factors
    private static final int SQUARES = 3; // of a matrix's width: the sums, what a run yields of them, a factor of them
    private static final int STATES = 2; // that travel from layer to layer
    private static final double BYTES_PER_WEIGHT = 1.125; // 8 bits, and a scale for 32 of them

    /** Of a conversion, by what its settings ask for. */
    static CalibrationNeed of(final Export export, final Settings settings) {
        return settings.precision() instanceof Blockwise blockwise
                && blockwise.method() instanceof Calibrated method
                        ? of(export, method)
                        : NONE;
    }

    private static CalibrationNeed of(final Export export, final Calibrated method) {
        final long tokens = method.calibration().tokens();
        final List<WeightMatrix> matrices = export.tensors().stream()
                .filter(tensor -> tensor instanceof PlannedTensor.Packed packed
                        && LAYER.matcher(packed.blocks().name()).find())
                .map(tensor -> ((PlannedTensor.Packed) tensor).source().matrix()).toList();
        final double operations = matrices.stream()
                .mapToDouble(matrix -> operations(matrix, tokens, method)).sum();
        final boolean generates = method.calibration().generates();
        final double runnable = generates ? BYTES_PER_WEIGHT * weights(export) : 0;
        final long states = STATES * Float.BYTES * tokens * export.floats().config().hiddenSize();
        return new CalibrationNeed(tokens, Math.max((long) runnable, memory(export, matrices)),
                Math.max((long) runnable, states),
                operations / OPERATIONS_PER_SECOND + tokens * runnable / BYTES_PER_SECOND);
    }

    private static long weights(final Export export) {
        return export.tensors().stream().mapToLong(PlannedTensor::sourceBytes).sum() / Short.BYTES;
    }

    /** The products with the text, the sums over its squares, and what the method makes of these. */
    private static double operations(final WeightMatrix matrix, final long tokens, final Calibrated method) {
        final double rows = matrix.rows();
        final double square = (double) matrix.columns() * matrix.columns();
        final double seen = 2.0 * tokens * (PASSES * rows * matrix.columns() + square);
        return seen + switch (method) {
            case Gptq _ -> square * (rows + matrix.columns());
            case Awq _ -> 2.0 * TRIALS * rows * square;
        };
    }

    /** The floats of the largest layer; then, of its largest matrices, the sums and the differences to their blocks. */
    private static long memory(final Export export, final List<WeightMatrix> matrices) {
        final long widest = matrices.stream().mapToLong(WeightMatrix::columns).max().orElse(0);
        final long largest = matrices.stream().mapToLong(CalibrationNeed::elements).max().orElse(0);
        final Map<String, Long> layers = new HashMap<>();
        export.tensors().forEach(tensor -> {
            if (tensor instanceof PlannedTensor.Packed packed) {
                final Matcher layer = LAYER.matcher(packed.blocks().name());
                if (layer.find()) {
                    layers.merge(layer.group(), elements(packed.source().matrix()), Long::sum);
                }
            }
        });
        final long layer = layers.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return Float.BYTES * (layer + largest + SQUARES * widest * widest);
    }

    private static long elements(final WeightMatrix matrix) {
        return (long) matrix.rows() * matrix.columns();
    }
}
