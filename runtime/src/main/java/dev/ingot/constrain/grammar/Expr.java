package dev.ingot.constrain.grammar;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What may stand at a place of a grammar, down to single bytes. Immutable. */
public sealed interface Expr {

    /** Nothing at all, which always fits. */
    Expr EMPTY = new Sequence(List.of());

    /** What never fits. */
    Expr NEVER = new Choice(List.of());

    /** As often as wanted, as the upper end of a {@link Repeat}. */
    int UNBOUNDED = Integer.MAX_VALUE;

    /**
     * One byte.
     *
     * @param set which
     */
    record OneByte(ByteSet set) implements Expr {

        /** Counts as a part. */
        public OneByte {
            Effort.add(1);
        }
    }

    /**
     * One after the other.
     *
     * @param parts in order
     */
    record Sequence(List<Expr> parts) implements Expr {

        /** Copies the list. */
        public Sequence {
            Effort.add(1 + parts.size());
            parts = List.copyOf(parts);
        }
    }

    /**
     * One of several.
     *
     * @param options in any order
     */
    record Choice(List<Expr> options) implements Expr {

        /** Copies the list. */
        public Choice {
            Effort.add(1 + options.size());
            options = List.copyOf(options);
        }
    }

    /**
     * The same several times.
     *
     * @param body what
     * @param min  at least so often
     * @param max  at most so often, or {@link #UNBOUNDED}
     */
    record Repeat(Expr body, int min, int max) implements Expr {}

    /**
     * What a rule says.
     *
     * @param rule its number
     */
    record Call(int rule) implements Expr {}

    /**
     * Puts expressions one after the other.
     *
     * @param parts in order
     * @return the sequence, without needless layers
     */
    static Expr sequence(final Expr... parts) {
        return sequence(List.of(parts));
    }

    /**
     * Puts expressions one after the other.
     *
     * @param parts in order
     * @return the sequence, without needless layers
     */
    static Expr sequence(final List<Expr> parts) {
        final var flat = new ArrayList<Expr>(parts.size());
        for (final Expr part : parts) {
            if (part instanceof Sequence inner) {
                flat.addAll(inner.parts());
            } else {
                flat.add(part);
            }
        }
        return flat.size() == 1 ? flat.getFirst() : new Sequence(flat);
    }

    /**
     * Chooses between expressions.
     *
     * @param options in any order
     * @return the choice, without needless layers
     */
    static Expr choice(final Expr... options) {
        return choice(List.of(options));
    }

    /**
     * Chooses between expressions. Single bytes become one set.
     *
     * @param options in any order
     * @return the choice, without needless layers
     */
    static Expr choice(final List<Expr> options) {
        ByteSet bytes = ByteSet.NONE;
        final var others = new ArrayList<Expr>(options.size());
        for (final Expr option : options) {
            if (option instanceof OneByte one) {
                bytes = bytes.or(one.set());
            } else {
                others.add(option);
            }
        }
        if (!bytes.isEmpty()) {
            others.add(new OneByte(bytes));
        }
        return others.size() == 1 ? others.getFirst() : new Choice(others);
    }

    /**
     * Repeats an expression.
     *
     * @param body what
     * @param min  at least so often
     * @param max  at most so often, or {@link #UNBOUNDED}
     * @return the repetition
     */
    static Expr repeat(final Expr body, final int min, final int max) {
        if (max == 0 || body.equals(EMPTY)) {
            return EMPTY;
        }
        return min == 1 && max == 1 ? body : new Repeat(body, min, max);
    }

    /**
     * Makes an expression optional.
     *
     * @param body what
     * @return it or nothing
     */
    static Expr optional(final Expr body) {
        return repeat(body, 0, 1);
    }

    /**
     * Takes text as it is.
     *
     * @param text any text without lone surrogates
     * @return its UTF-8 bytes
     */
    static Expr literal(final String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Takes bytes as they are.
     *
     * @param bytes any
     * @return them in order
     */
    static Expr bytes(final byte[] bytes) {
        final var parts = new ArrayList<Expr>(bytes.length);
        for (final byte value : bytes) {
            parts.add(range(value & 0xFF, value & 0xFF));
        }
        return sequence(parts);
    }

    /**
     * Takes a byte of a range.
     *
     * @param from first, 0 to 255; an ASCII character will do
     * @param to   last
     * @return one byte
     */
    static Expr range(final int from, final int to) {
        return new OneByte(ByteSet.of(from, to));
    }
}
