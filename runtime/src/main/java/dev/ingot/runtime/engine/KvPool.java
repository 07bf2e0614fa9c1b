package dev.ingot.runtime.engine;

import dev.ingot.error.ModelRunException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Keys and values of all layers for a number of slots, one sequence each. Per layer one block of floats {@code [slots,
 * heads, capacity, head size]} is both the past a step reads and the present it writes, in place; a step takes one slot
 * or several neighbours. Slots and capacity grow when they have to; what slots hold is kept. Memory that no token was
 * written to is not taken from the system. Given back by {@link #close}. For one thread at a time.
 */
final class KvPool implements AutoCloseable {

    private static final int WINDOWS = 32;

    private final List<Block> blocks = new ArrayList<>();
    private final LinkedHashMap<Long, KvWindow> windows = new LinkedHashMap<>(16, 0.75f, true);
    private int slots;
    private int capacity;

    /** One block; its arena is its own, so that growing needs the old memory of one layer at a time only. */
    private record Block(CacheTensor of, int slots, int capacity, Arena arena, MemorySegment memory) {

        long headBytes() {
            return of.rowBytes() * capacity;
        }

        long slotBytes() {
            return of.tokenBytes() * capacity;
        }

        MemorySegment head(final int slot, final int head, final long bytes) {
            return memory.asSlice(slot * slotBytes() + head * headBytes(), bytes);
        }
    }

    KvPool(final List<CacheTensor> layout, final int slots, final int capacity) {
        this.slots = slots;
        this.capacity = capacity;
        try {
            for (final CacheTensor tensor : layout) {
                blocks.add(block(tensor, slots, capacity));
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static Block block(final CacheTensor of, final int slots, final int tokens) {
        final long bytes = of.tokenBytes() * tokens;
        if (bytes > Integer.MAX_VALUE) {
            throw new ModelRunException("a key-value cache of " + tokens + " tokens needs " + bytes
                    + " bytes for " + of.past() + "; one tensor may have " + Integer.MAX_VALUE);
        }
        final var arena = Arena.ofShared();
        try {
            return new Block(of, slots, tokens, arena, RawMemory.allocate(bytes * slots, arena));
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    int slots() {
        return slots;
    }

    int capacity() {
        return capacity;
    }

    /** Returns how many slots fit into one tensor. */
    int widest() {
        final long largest = blocks.stream().mapToLong(Block::slotBytes).max().orElse(1);
        return (int) Math.min(slots, Integer.MAX_VALUE / largest);
    }

    /**
     * Returns neighbouring slots as tensors; valid until the pool grows or another window is asked for.
     *
     * @param first of the slots
     * @param count how many, at most {@link #widest}
     */
    KvWindow window(final int first, final int count) {
        final KvWindow known = windows.get(key(first, count));
        if (known != null) {
            return known;
        }
        if (windows.size() == WINDOWS) {
            windows.pollFirstEntry().getValue().close();
        }
        final var made = new KvWindow();
        windows.put(key(first, count), made);
        for (final Block it : blocks) {
            made.add(it.of, Ort.floats(it.memory.asSlice(first * it.slotBytes(), count * it.slotBytes()),
                    count, it.of.heads(), it.capacity, it.of.headSize()));
        }
        return made;
    }

    private static long key(final int first, final int count) {
        return (long) first << Integer.SIZE | count;
    }

    /**
     * Makes room for more or longer sequences. When that fails, the pool is as usable as before.
     *
     * @param newSlots    at least as many as now
     * @param newCapacity at least what it is now
     * @param lengths     tokens to keep, by slot
     */
    void grow(final int newSlots, final int newCapacity, final int... lengths) {
        forgetWindows();
        for (int i = 0; i < blocks.size(); i++) {
            final Block old = blocks.get(i);
            if (old.slots < newSlots || old.capacity < newCapacity) {
                final Block grown = block(old.of, newSlots, newCapacity);
                for (int slot = 0; slot < lengths.length; slot++) {
                    copy(old, slot, grown, slot, 0, lengths[slot]);
                }
                blocks.set(i, grown);
                old.arena.close();
            }
        }
        slots = newSlots;
        capacity = newCapacity;
    }

    private static void copy(final Block from, final int source, final Block to, final int target,
            final int start, final int end) {
        final long skipped = from.of.rowBytes() * start;
        final long bytes = from.of.rowBytes() * end;
        for (int head = 0; head < from.of.heads(); head++) {
            to.head(target, head, bytes).asSlice(skipped)
                    .copyFrom(from.head(source, head, bytes).asSlice(skipped));
        }
    }

    /**
     * Gives a slot what another one has.
     *
     * @param source the other one
     * @param target the slot
     * @param start  first token
     * @param end    token after the last
     */
    void copy(final int source, final int target, final int start, final int end) {
        blocks.forEach(it -> copy(it, source, it, target, start, end));
    }

    /** Returns the memory of some tokens in one head of one tensor; until the pool grows. */
    MemorySegment rows(final int slot, final int tensor, final int head, final int start, final int end) {
        final Block block = blocks.get(tensor);
        return block.head(slot, head, end * block.of.rowBytes()).asSlice(start * block.of.rowBytes());
    }

    /** Exchanges what two slots hold. */
    void swap(final int first, final int firstTokens, final int second, final int secondTokens) {
        if (firstTokens == 0 || secondTokens == 0) {
            copy(firstTokens == 0 ? second : first, firstTokens == 0 ? first : second, 0,
                    Math.max(firstTokens, secondTokens));
            return;
        }
        for (final Block it : blocks) {
            swap(it, first, it.of.rowBytes() * firstTokens, second, it.of.rowBytes() * secondTokens);
        }
    }

    private static void swap(final Block block, final int first, final long firstBytes, final int second,
            final long secondBytes) {
        try (var arena = Arena.ofConfined()) {
            final MemorySegment kept = RawMemory.allocate(firstBytes, arena);
            for (int head = 0; head < block.of.heads(); head++) {
                kept.copyFrom(block.head(first, head, firstBytes));
                block.head(first, head, secondBytes).copyFrom(block.head(second, head, secondBytes));
                block.head(second, head, firstBytes).copyFrom(kept);
            }
        }
    }

    private void forgetWindows() {
        windows.values().forEach(KvWindow::close);
        windows.clear();
    }

    @Override
    public void close() {
        forgetWindows();
        blocks.forEach(it -> it.arena.close());
        blocks.clear();
    }
}
