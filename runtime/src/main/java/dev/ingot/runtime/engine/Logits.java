package dev.ingot.runtime.engine;

import ai.onnxruntime.OnnxTensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Memory that a step writes its logits to: rows of one float per id. For one thread at a time. */
public final class Logits implements AutoCloseable {

    private static final int ALIGNMENT = 64;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private final int vocabulary;
    private int rows;
    private OnnxTensor tensor;

    Logits(final int rows, final int vocabulary) {
        this.rows = rows;
        this.vocabulary = vocabulary;
        memory = arena.allocate((long) rows * vocabulary * Float.BYTES, ALIGNMENT);
        tensor = Ort.floats(memory, 1, rows, vocabulary);
    }

    /** Returns the tensor of the first so many rows. */
    OnnxTensor tensor(final int wanted) {
        if (wanted != rows) {
            tensor.close();
            tensor = Ort.floats(memory.asSlice(0, rowBytes() * wanted), 1, wanted, vocabulary);
            rows = wanted;
        }
        return tensor;
    }

    /**
     * Returns one row.
     *
     * @param index from 0
     * @return its floats, in native order
     */
    public MemorySegment row(final int index) {
        return memory.asSlice(rowBytes() * index, rowBytes());
    }

    private long rowBytes() {
        return (long) vocabulary * Float.BYTES;
    }

    @Override
    public void close() {
        tensor.close();
        arena.close();
    }
}
