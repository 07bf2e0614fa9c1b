package dev.ingot.calibrate;

import dev.ingot.Calibration.Value;
import dev.ingot.gptq.Hessian;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Sums over all inputs that a matrix multiplied. Not thread-safe. */
final class TapSums {

    private static final long ALIGNMENT = 64;

    private final Hessian products;
    private final double[] magnitudes;

    TapSums(final int width) {
        products = new Hessian(width);
        magnitudes = new double[width];
    }

    /** Of the products of their elements. */
    Hessian products() {
        return products;
    }

    /** The mean magnitude of a column. */
    double magnitude(final int column) {
        return magnitudes[column] / products.inputs();
    }

    /** Whether all inputs were, and their squares; no other product is larger than the squares are. */
    boolean isFinite() {
        return Double.isFinite(Arrays.stream(magnitudes).sum()) && IntStream.range(0, magnitudes.length)
                .allMatch(i -> Float.isFinite(products.get(i, i)));
    }

    /** Makes room for what a run yields of a tapped value. */
    static void outputs(final Tap tapped, final Arena arena, final Map<String, Value> outputs) {
        final String tap = tapped.value();
        final long size = tapped.width();
        outputs.put(tap + SliceModel.PRODUCTS, new Value(Value.Type.FLOAT,
                arena.allocate(size * size * Float.BYTES, ALIGNMENT), List.of(size, size)));
        outputs.put(tap + SliceModel.MAGNITUDES, new Value(Value.Type.FLOAT,
                arena.allocate(size * Float.BYTES, ALIGNMENT), List.of(size)));
        outputs.put(tap + SliceModel.SHAPE, new Value(Value.Type.INT64,
                arena.allocate(2L * Long.BYTES, ALIGNMENT), List.of(2L)));
    }

    /** Adds what a run has yielded. */
    void add(final Tap tapped, final Map<String, Value> outputs) {
        final String tap = tapped.value();
        final long rows = memory(tap + SliceModel.SHAPE, outputs).data().get(ValueLayout.JAVA_LONG, 0);
        if (rows == 0) {
            return;
        }
        products.add(memory(tap + SliceModel.PRODUCTS, outputs).data(), rows);
        final var row = memory(tap + SliceModel.MAGNITUDES, outputs).data();
        for (int i = 0; i < magnitudes.length; i++) {
            magnitudes[i] += row.getAtIndex(ValueLayout.JAVA_FLOAT, i);
        }
    }

    private static Value memory(final String name, final Map<String, Value> outputs) {
        final Value value = outputs.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name);
        }
        return value;
    }
}
