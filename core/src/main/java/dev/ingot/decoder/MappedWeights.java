package dev.ingot.decoder;

import dev.ingot.decoder.CheckpointLayout.Part;
import dev.ingot.hf.Weights;
import dev.ingot.quantize.WeightMatrix;
import java.util.List;
import java.util.SequencedSet;

/** A checkpoint seen in the common layout. Thread-safe as the checkpoint is. */
final class MappedWeights implements Weights {

    private final Weights checkpoint;
    private final CheckpointLayout layout;

    MappedWeights(final Weights checkpoint, final CheckpointLayout layout) {
        this.checkpoint = checkpoint;
        this.layout = layout;
    }

    /** Returns the names that the checkpoint itself uses. */
    @Override
    public SequencedSet<String> names() {
        return checkpoint.names();
    }

    @Override
    public boolean has(final String name) {
        return layout.locate(name).stream().allMatch(part -> checkpoint.has(part.tensor()));
    }

    @Override
    public int rows(final String name) {
        return checkpoint.rows(only(name).tensor());
    }

    @Override
    public long bytes(final String name) {
        return checkpoint.bytes(only(name).tensor());
    }

    private Part only(final String name) {
        final List<Part> parts = layout.locate(name);
        if (parts.size() != 1 || !parts.getFirst().isWhole()) {
            throw new IllegalArgumentException(name + " is not stored as a tensor of its own");
        }
        return parts.getFirst();
    }

    @Override
    public WeightMatrix matrix(final String name, final int rows, final int columns) {
        final List<WeightMatrix> parts = layout.locate(name).stream()
                .map(part -> part.isWhole()
                        ? checkpoint.matrix(part.tensor(), rows, columns)
                        : RowRange.of(checkpoint.matrix(part.tensor(), part.of(), columns), part.first(),
                                part.count()))
                .toList();
        return parts.size() == 1 ? parts.getFirst() : StackedMatrix.of(parts);
    }

    @Override
    public float[] vector(final String name, final int length) {
        final float[] all = new float[length];
        int filled = 0;
        for (final Part part : layout.locate(name)) {
            final int count = part.isWhole() ? length : part.count();
            final float[] stored = checkpoint.vector(part.tensor(), part.isWhole() ? length : part.of());
            System.arraycopy(stored, part.first(), all, filled, count);
            filled += count;
        }
        return all;
    }
}
