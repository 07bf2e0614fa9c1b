package dev.ingot.runtime.engine;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which sequence lies in which slot of the pool. A step takes neighbouring slots, so sequences that are computed together
 * are moved together, as far as that is paid for by the steps they have made since the last move. On the model's thread.
 */
final class Slots implements AutoCloseable {

    /** Copied at about the speed at which a step reads weights, so that moving never takes more than a share of the time. */
    private static final long MOVED_PER_STEP = 16L << 20;
    private static final long MOST_MOVED = 1L << 30;

    private final DecoderSession session;
    private final KvPool pool;
    private final List<Sequence> bySlot = new ArrayList<>();
    private final long tokenBytes;
    private long allowance = MOVED_PER_STEP;

    Slots(final DecoderSession session) {
        this.session = session;
        tokenBytes = CacheTensor.tokenBytes(session.cache());
        pool = new KvPool(session.cache(), 1, Sequence.firstCapacity(session.contextLength()));
    }

    /** Gives a new sequence a slot. */
    void add(final Sequence sequence) {
        if (bySlot.size() == pool.slots()) {
            pool.grow(Math.min(2 * pool.slots(), session.settings().sequences()), pool.capacity(), lengths());
        }
        sequence.slot = bySlot.size();
        bySlot.add(sequence);
    }

    private int[] lengths() {
        return bySlot.stream().mapToInt(Sequence::held).toArray();
    }

    /**
     * Makes room in a sequence's slot.
     *
     * @param tokens how many it has to hold
     * @throws dev.ingot.error.InsufficientMemoryException if there is no memory for them; nothing has changed then
     */
    void reserve(final Sequence sequence, final int tokens) {
        if (tokens <= sequence.reserved) {
            return;
        }
        final int wanted = Math.min(Math.max(tokens, 2 * sequence.reserved), session.contextLength());
        session.requireMemory(tokenBytes * (wanted - sequence.reserved));
        if (wanted > pool.capacity()) {
            pool.grow(pool.slots(), wanted, lengths());
        }
        sequence.reserved = wanted;
    }

    /**
     * Gives a sequence what the slots hold of a text, its own included.
     *
     * @param sequence the sequence; what it has is the beginning of the text
     * @param text     tokens
     * @param wanted   how many of them it shall have; the last one is not looked for
     * @return how many tokens it has more than before
     */
    int share(final Sequence sequence, final int[] text, final int wanted) {
        final int own = sequence.length();
        Sequence best = sequence;
        int most = sequence.heldOf(text, wanted, sequence);
        for (final Sequence other : bySlot) {
            final int common = other.heldOf(text, wanted, sequence);
            if (common > most) {
                best = other;
                most = common;
            }
        }
        if (most <= own) {
            return 0;
        }
        if (best != sequence) {
            reserve(sequence, most);
            pool.copy(best.slot, sequence.slot, own, most);
        }
        sequence.append(text, own, most - own);
        return most - own;
    }

    /** Returns the memory of some of a sequence's tokens in one head of one tensor; valid during this task. */
    MemorySegment rows(final Sequence sequence, final int tensor, final int head, final int start,
            final int end) {
        return pool.rows(sequence.slot, tensor, head, start, end);
    }

    /** Returns the most tokens that a slot can hold now. */
    int capacity() {
        return pool.capacity();
    }

    /** Returns how many sequences can be computed at once. */
    int widest() {
        return session.takesRows() ? pool.widest() : 1;
    }

    /** Returns the cache of one sequence. */
    KvWindow window(final Sequence sequence) {
        return pool.window(sequence.slot, 1);
    }

    /** Returns the cache of neighbours. */
    KvWindow window(final List<RowStep> neighbours) {
        return pool.window(neighbours.getFirst().sequence().slot, neighbours.size());
    }

    /**
     * Brings sequences together.
     *
     * @param steps of different sequences
     * @return the steps in groups of neighbours, at most {@link #widest} each, in the order of their slots; one group, if
     *         moving them is paid for
     */
    List<List<RowStep>> together(final List<RowStep> steps) {
        allowance = Math.min(allowance + MOVED_PER_STEP, MOST_MOVED);
        if (steps.size() == 1) {
            return List.of(steps);
        }
        final var sorted = steps.stream().sorted(bySlot()).toList();
        final int count = sorted.size();
        if (sorted.getLast().sequence().slot - sorted.getFirst().sequence().slot + 1 > count) {
            move(sorted);
        }
        return groups(steps.stream().sorted(bySlot()).toList(), pool.widest());
    }

    private static Comparator<RowStep> bySlot() {
        return Comparator.comparingInt(step -> step.sequence().slot);
    }

    /** Moves into the window of slots that costs least, if that is paid for. */
    private void move(final List<RowStep> steps) {
        final var wanted = new boolean[bySlot.size()];
        steps.forEach(step -> wanted[step.sequence().slot] = true);
        int best = 0;
        long least = Long.MAX_VALUE;
        for (int first = 0; first + steps.size() <= wanted.length; first++) {
            final long cost = tokens(wanted, first, first + steps.size()) * tokenBytes;
            if (cost < least) {
                best = first;
                least = cost;
            }
        }
        if (least <= allowance) {
            allowance -= least;
            moveInto(wanted, best, best + steps.size());
        }
    }

    /** Counts the tokens that have to be moved for a window: those in it that do not belong there, and the reverse. */
    private long tokens(final boolean[] wanted, final int from, final int to) {
        long sum = 0;
        for (int slot = 0; slot < wanted.length; slot++) {
            final boolean inside = slot >= from && slot < to;
            sum += inside == wanted[slot] ? 0 : bySlot.get(slot).held();
        }
        return sum;
    }

    private void moveInto(final boolean[] wanted, final int from, final int to) {
        int outside = 0;
        for (int slot = from; slot < to; slot++) {
            if (!wanted[slot]) {
                while (!wanted[outside] || (outside >= from && outside < to)) {
                    outside++;
                }
                swap(slot, outside++);
            }
        }
    }

    private void swap(final int first, final int second) {
        final Sequence here = bySlot.get(first);
        final Sequence there = bySlot.get(second);
        pool.swap(first, here.held(), second, there.held());
        bySlot.set(first, there);
        bySlot.set(second, here);
        there.slot = first;
        here.slot = second;
    }

    /** The pool may have grown since the steps were taken, and its slots with it: then fewer of them fit into a tensor. */
    static List<List<RowStep>> groups(final List<RowStep> sorted, final int widest) {
        final var groups = new ArrayList<List<RowStep>>();
        int from = 0;
        for (int i = 1; i <= sorted.size(); i++) {
            if (i == sorted.size() || i - from == widest
                    || sorted.get(i).sequence().slot != sorted.get(i - 1).sequence().slot + 1) {
                groups.add(sorted.subList(from, i));
                from = i;
            }
        }
        return groups;
    }

    @Override
    public void close() {
        pool.close();
    }
}
