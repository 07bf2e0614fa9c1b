package dev.ingot.decoder;

import dev.ingot.hf.LayerRotary;
import dev.ingot.hf.LayerWindows;
import dev.ingot.hf.ModelConfig;
import dev.ingot.hf.RotaryConfig;
import dev.ingot.hf.RotaryScaling.LongRope;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tables of cosines and sines that grouped-query attention rotates with, {@code [positions, pairs]}: one pair of
 * tables for all layers, or one each for layers with and without a window.
 *
 * <p>LongRoPE has two sets of frequencies, and the length of the whole sequence decides between them, for every position
 * of it. Both lie one below the other in one table; each step takes the rows from the beginning of its set up to the
 * length, so that what is copied grows with the sequence and not with the context:
 *
 * <pre>
 *   start = total > original ? original : 0
 *   cos_cache = both[start : start + total]
 * </pre>
 */
final class RotaryTables {

    private static final String PATH = "/model/rope_caches";

    /**
     * The tables of a layer.
     *
     * @param cosines name of a value
     * @param sines   name of a value
     */
    record Pair(String cosines, String sines) {}

    private final GraphBuilder graph;
    private final WeightPlan plan;
    private final ModelConfig config;
    private final RotatedDimensions dimensions;
    private final AttentionMask mask;
    private final LayerWindows windows;
    private final Optional<RotaryConfig> ofSlidingLayers;
    private final Map<String, Pair> planned = new HashMap<>();

    RotaryTables(final GraphBuilder graph, final WeightPlan plan, final ModelConfig config,
            final RotatedDimensions dimensions, final AttentionMask mask) {
        this.graph = graph;
        this.plan = plan;
        this.config = config;
        this.dimensions = dimensions;
        this.mask = mask;
        this.windows = LayerWindows.of(config);
        this.ofSlidingLayers = LayerRotary.ofSlidingLayers(config);
    }

    /** Returns the tables of a layer that rotates; the first layer with the same ones has them planned. */
    Pair of(final int layer) {
        return ofSlidingLayers.filter(own -> windows.windows().get(layer).isPresent())
                .map(own -> planned.computeIfAbsent("_local", suffix -> of(own, suffix)))
                .orElseGet(() -> planned.computeIfAbsent("", suffix -> of(config.rotary(), suffix)));
    }

    private Pair of(final RotaryConfig rotary, final String suffix) {
        final var near = RotaryFrequencies.of(rotary, dimensions.rotated());
        final String cosines = "cos_cache" + suffix;
        final String sines = "sin_cache" + suffix;
        if (rotary.scaling() instanceof LongRope scaling) {
            return switched(scaling, near, RotaryFrequencies.beyond(rotary, scaling, dimensions.rotated()),
                    new Pair(cosines, sines));
        }
        final int positions = RotaryFrequencies.positions(config.maxPositions(), rotary.scaling());
        final var rows = near.rows(positions);
        return new Pair(plan.table(cosines, positions, dimensions.pairs(), rows::cosines),
                plan.table(sines, positions, dimensions.pairs(), rows::sines));
    }

    private Pair switched(final LongRope scaling, final RotaryFrequencies nearby,
            final RotaryFrequencies beyond,
            final Pair names) {
        final int original = scaling.originalContext();
        final int rows = original + config.maxPositions();
        final var near = nearby.rows(original);
        final var far = beyond.rows(config.maxPositions());
        final String isFar = graph.onnx(PATH, "Greater", mask.totalLength64(), graph.int64(original));
        final String start = graph.onnx(PATH, "Where", isFar, graph.int64s(original), graph.int64s(0));
        final String end = graph.onnx(PATH, "Add", start, mask.totalLength64());
        return new Pair(
                part(names.cosines(), start, end, rows, (row, target) -> {
                    if (row < original) {
                        near.cosines(row, target);
                    } else {
                        far.cosines(row - original, target);
                    }
                }),
                part(names.sines(), start, end, rows, (row, target) -> {
                    if (row < original) {
                        near.sines(row, target);
                    } else {
                        far.sines(row - original, target);
                    }
                }));
    }

    private String part(final String name, final String start, final String end, final int rows,
            final PlannedTensor.RowFunction function) {
        final String both = plan.table(name + "_both", rows, dimensions.pairs(), function);
        return graph.onnx(PATH + "/" + name, "Slice", Map.of(), both, start, end, graph.int64s(0));
    }
}
