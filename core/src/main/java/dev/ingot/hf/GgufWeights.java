package dev.ingot.hf;

import dev.ingot.gguf.GgufModel;
import dev.ingot.quantize.WeightMatrix;
import java.util.SequencedSet;

/** The tensors of a GGUF file under the names of transformers. Thread-safe. */
final class GgufWeights implements Weights {

    private final GgufModel model;
    private final int headSize;

    GgufWeights(final GgufModel model, final int headSize) {
        this.model = model;
        this.headSize = headSize;
    }

    @Override
    public SequencedSet<String> names() {
        return model.names();
    }

    @Override
    public WeightMatrix matrix(final String name, final int rows, final int columns) {
        return model.matrix(name, rows, columns, headSize);
    }

    @Override
    public float[] vector(final String name, final int length) {
        return model.vector(name, length, headSize);
    }

    @Override
    public int rows(final String name) {
        return model.rows(name);
    }

    @Override
    public long bytes(final String name) {
        return model.bytes(name);
    }
}
