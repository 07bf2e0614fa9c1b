package dev.ingot.runtime.engine;

import ai.onnxruntime.OnnxTensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Memory that a step writes its logits to: rows of one float per id. For one thread at a time. */
public final class Logits implements AutoCloseable {

    private static final int ALIGNMENT = 64;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private final int capacity;
    private final int vocabulary;
    private int texts;
    private int positions;
    private OnnxTensor tensor;

    Logits(final int capacity, final int vocabulary) {
        this.capacity = capacity;
        this.vocabulary = vocabulary;
        memory = arena.allocate((long) capacity * vocabulary * Float.BYTES, ALIGNMENT);
        texts = 1;
        positions = capacity;
        tensor = Ort.floats(memory, texts, positions, vocabulary);
    }

    /** Returns how many rows there is room for. */
    int capacity() {
        return capacity;
    }

    /** Returns the tensor of the first rows: so many positions of each of so many texts. */
    OnnxTensor tensor(final int ofTexts, final int ofPositions) {
        if (ofTexts != texts || ofPositions != positions) {
            tensor.close();
            texts = ofTexts;
            positions = ofPositions;
            tensor = Ort.floats(memory.asSlice(0, rowBytes() * texts * positions), texts, positions,
                    vocabulary);
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
