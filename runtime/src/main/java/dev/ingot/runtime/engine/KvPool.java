package dev.ingot.runtime.engine;

import ai.onnxruntime.OnnxTensor;
import dev.ingot.error.ModelRunException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Keys and values of all layers for a number of slots, one sequence each. Per layer one block of floats {@code [slots,
 * heads, capacity, head size]} is both the past a step reads and the present it writes, in place. The capacity grows
 * when it has to; what slots hold is kept. Memory is given back by {@link #close}. For one thread at a time.
 */
final class KvPool implements AutoCloseable {

    private static final int ALIGNMENT = 64;

    private final List<Block> blocks = new ArrayList<>();
    private final int slots;
    private int capacity;

    /** One block; its arena is its own, so that growing needs the old memory of one layer at a time only. */
    private record Block(CacheTensor of, Arena arena, MemorySegment memory, OnnxTensor tensor) {

        void free() {
            tensor.close();
            arena.close();
        }
    }

    KvPool(final List<CacheTensor> layout, final int slots, final int capacity) {
        this.slots = slots;
        this.capacity = capacity;
        try {
            for (final CacheTensor tensor : layout) {
                blocks.add(block(tensor, capacity));
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private Block block(final CacheTensor of, final int tokens) {
        final long bytes = of.tokenBytes() * tokens * slots;
        if (bytes > Integer.MAX_VALUE) {
            throw new ModelRunException("a key-value cache of " + tokens + " tokens needs " + bytes
                    + " bytes for " + of.past() + "; one tensor may have " + Integer.MAX_VALUE);
        }
        final var arena = Arena.ofShared();
        final var memory = arena.allocate(bytes, ALIGNMENT);
        return new Block(of, arena, memory,
                Ort.floats(memory, slots, of.heads(), tokens, of.headSize()));
    }

    int capacity() {
        return capacity;
    }

    /** Binds the blocks as inputs and outputs of a step. */
    void bind(final Map<String, OnnxTensor> inputs, final Map<String, OnnxTensor> outputs) {
        for (final Block block : blocks) {
            inputs.put(block.of.past(), block.tensor);
            outputs.put(block.of.present(), block.tensor);
        }
    }

    /**
     * Makes room for longer sequences. Afterwards the blocks are others: bind them anew.
     *
     * @param tokens  new capacity
     * @param lengths tokens to keep, by slot
     */
    void grow(final int tokens, final int... lengths) {
        for (int i = 0; i < blocks.size(); i++) {
            final Block old = blocks.get(i);
            final Block grown = block(old.of, tokens);
            for (int slot = 0; slot < slots; slot++) {
                copy(old, grown, slot, tokens, lengths[slot]);
            }
            blocks.set(i, grown);
            old.free();
        }
        capacity = tokens;
    }

    private void copy(final Block from, final Block to, final int slot, final int tokens, final int length) {
        final long row = from.of.rowBytes();
        for (int head = 0; head < from.of.heads(); head++) {
            final long index = (long) slot * from.of.heads() + head;
            MemorySegment.copy(from.memory, index * capacity * row, to.memory, index * tokens * row,
                    length * row);
        }
    }

    @Override
    public void close() {
        blocks.forEach(Block::free);
        blocks.clear();
    }
}
