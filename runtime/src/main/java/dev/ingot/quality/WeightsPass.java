package dev.ingot.quality;

import dev.ingot.compare.FloatMatrices;
import dev.ingot.error.ModelFormatException;
import dev.ingot.foreign.GraphMatrices;
import dev.ingot.foreign.GraphMatrices.Entry;
import dev.ingot.foreign.StoredBlocks;
import dev.ingot.quality.VariantQuality.Uncompared;
import dev.ingot.quantize.RowWorkers;
import dev.ingot.quantize.WeightMatrix;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Goes through the quantized matrices of one variant and compares each with its floats. */
final class WeightsPass {

    private final Path source;
    private final FloatMatrices floats;
    private final GraphMatrices graph;
    private final int worst;
    private final RowWorkers workers;
    private final List<MatrixQuality> matrices = new ArrayList<>();
    private final List<Uncompared> uncompared = new ArrayList<>();

    WeightsPass(final Path source, final FloatMatrices floats, final GraphMatrices graph, final int worst,
            final RowWorkers workers) {
        this.source = source;
        this.floats = floats;
        this.graph = graph;
        this.worst = worst;
        this.workers = workers;
    }

    /** Compares everything. */
    WeightsPass run(final String variant, final QualityListener listener) {
        final List<Entry> entries = graph.quantized();
        for (int i = 0; i < entries.size(); i++) {
            switch (entries.get(i)) {
                case Entry.Held held -> compare(held.blocks());
                case Entry.Strange strange -> uncompared
                        .add(new Uncompared(strange.name(), strange.reason()));
            }
            listener.onProgress("weights of " + variant, i + 1L, entries.size());
        }
        return this;
    }

    List<MatrixQuality> matrices() {
        return List.copyOf(matrices);
    }

    List<Uncompared> uncompared() {
        return List.copyOf(uncompared);
    }

    private void compare(final StoredBlocks stored) {
        if (graph.scaled() && MatrixPlace.of(stored.name()).layer().isPresent()) {
            uncompared.add(new Uncompared(stored.name(),
                    "awq scales its weights, and what it multiplies inversely"));
            return;
        }
        final Optional<WeightMatrix> matrix = floats.like(stored);
        if (matrix.isEmpty()) {
            miss(stored);
            return;
        }
        if (!stored.fits(matrix.get().rows(), matrix.get().columns())) {
            throw ModelFormatException.of(graph.file(), stored.name(), "the shape that it has in " + source
                    + ", [" + matrix.get().rows() + ", " + matrix.get().columns() + "]",
                    "[" + stored.rows() + ", " + stored.width() + "]");
        }
        matrices.add(MatrixComparison.of(stored, matrix.get(), worst, workers));
    }

    private void miss(final StoredBlocks stored) {
        final boolean part = stored.name().contains(".part_");
        if (floats.complete() && graph.builtByIngot() && !part) {
            throw ModelFormatException.of(graph.file(), stored.name(), "a matrix that " + source + " has",
                    "one that it has not");
        }
        uncompared.add(new Uncompared(stored.name(), part
                ? "a part of a matrix whose parts are stored in different ways"
                : "no floats of that name in " + source));
    }
}
