package dev.ingot.calibrate;

import dev.ingot.Calibration;
import dev.ingot.Calibration.Program;
import dev.ingot.Calibration.Value;
import dev.ingot.error.ModelRunException;
import dev.ingot.onnx.Dimension;
import dev.ingot.onnx.ElementType;
import dev.ingot.onnx.ValueInfo;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs slices on all windows, one window at a time. */
final class SliceRunner {

    private static final long ALIGNMENT = 64;

    private final Calibration calibration;
    private final FloatModel model;
    private final SliceModel models;
    private final List<int[]> windows;
    private final States states;

    SliceRunner(final Calibration calibration, final FloatModel model, final List<int[]> windows,
            final States states) {
        this.calibration = calibration;
        this.model = model;
        this.models = new SliceModel(model.graph());
        this.windows = windows;
        this.states = states;
    }

    /** Puts the looked-up tokens where the first slice reads them. */
    void begin() {
        states.add(model.embedded());
        for (int window = 0; window < windows.size(); window++) {
            model.embed(windows.get(window), states.of(model.embedded(), window).data());
        }
    }

    /**
     * Collects what is known of the inputs of some matrices.
     *
     * @throws ModelRunException if one of the inputs is NaN or infinite, or too large to be squared
     */
    Map<Tap, TapSums> observe(final Slice slice, final SliceWeights weights, final List<Tap> taps) {
        final var sums = new LinkedHashMap<Tap, TapSums>();
        taps.forEach(tap -> sums.put(tap, new TapSums(tap.width())));
        try (Program program = calibration.load(models.ofTaps(slice, taps));
                var arena = Arena.ofShared()) {
            final var outputs = new HashMap<String, Value>();
            taps.forEach(tap -> TapSums.outputs(tap, arena, outputs));
            for (int window = 0; window < windows.size(); window++) {
                run(program, slice, weights, window, outputs);
                sums.forEach((tap, sum) -> sum.add(tap, outputs));
            }
        }
        sums.forEach(SliceRunner::requireFinite);
        return sums;
    }

    private static void requireFinite(final Tap tap, final TapSums sums) {
        if (!sums.isFinite()) {
            throw new ModelRunException(String.join(", ", tap.matrices())
                    + ": multiplies inputs that are NaN or infinite on the calibration text");
        }
    }

    /** Computes what the next slices read, and forgets what nobody reads any more. */
    void advance(final Slice slice, final SliceWeights weights, final Collection<String> stillRead) {
        slice.yields().forEach(states::add);
        try (Program program = calibration.load(models.ofValues(slice, slice.yields()))) {
            for (int window = 0; window < windows.size(); window++) {
                final var outputs = new HashMap<String, Value>();
                for (final String name : slice.yields()) {
                    outputs.put(name, states.of(name, window));
                }
                run(program, slice, weights, window, outputs);
            }
        }
        states.keepOnly(stillRead);
    }

    private void run(final Program program, final Slice slice, final SliceWeights weights, final int window,
            final Map<String, Value> outputs) {
        try (var arena = Arena.ofShared()) {
            final var inputs = new HashMap<>(weights.values());
            slice.states().forEach(name -> inputs.put(name, states.of(name, window)));
            for (final ValueInfo input : model.graph().inputs()) {
                inputs.put(input.name(), fed(input, windows.get(window).length, arena));
            }
            program.run(inputs, outputs);
        }
    }

    /** A mask that hides nothing, and no past. */
    private static Value fed(final ValueInfo input, final int tokens, final Arena arena) {
        if (input.type() == ElementType.INT64) {
            final MemorySegment ones = arena.allocate((long) tokens * Long.BYTES, ALIGNMENT);
            for (int i = 0; i < tokens; i++) {
                ones.setAtIndex(ValueLayout.JAVA_LONG, i, 1);
            }
            return new Value(Value.Type.INT64, ones, List.of(1L, (long) tokens));
        }
        return new Value(Value.Type.FLOAT, arena.allocate(0, ALIGNMENT),
                input.shape().stream().map(SliceRunner::size).toList());
    }

    private static long size(final Dimension dimension) {
        return switch (dimension) {
            case Dimension.Fixed(long size) -> size;
            case Dimension.Symbolic(String name) -> name.equals("batch_size") ? 1L : 0L;
        };
    }
}
