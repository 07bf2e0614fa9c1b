package dev.ingot.constrain.text;

import dev.ingot.constrain.grammar.Effort;
import dev.ingot.constrain.grammar.Expr;
import dev.ingot.constrain.grammar.Grammar;
import dev.ingot.error.ConstraintException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One of several texts. Common beginnings are said once, so that a long list costs no more than a short one. */
public final class Choices {

    private static final String KIND = "list of choices";
    private static final int MOST_DEEP = 100;

    private Choices() {}

    /**
     * Makes a grammar.
     *
     * @param texts at least one
     * @return exactly one of them
     * @throws dev.ingot.error.ConstraintException if there is none, or one has half of a character
     */
    public static Grammar grammar(final List<String> texts) {
        if (texts.isEmpty()) {
            throw new ConstraintException(KIND, "", "expected at least one text, found none");
        }
        texts.forEach(it -> Cursor.requireWhole(KIND, it));
        return Grammar.of(KIND, of(texts.stream().map(it -> it.getBytes(StandardCharsets.UTF_8)).toList()));
    }

    /**
     * Makes an expression.
     *
     * @param texts any
     * @return exactly one of them
     */
    public static Expr of(final List<byte[]> texts) {
        final byte[][] sorted = texts.stream().sorted(Arrays::compareUnsigned).toArray(byte[][]::new);
        return between(sorted, 0, sorted.length, 0, 0);
    }

    /** Takes texts that share so many bytes. */
    private static Expr between(final byte[][] texts, final int from, final int to, final int shared,
            final int depth) {
        final var options = new ArrayList<Expr>();
        int begin = from;
        while (begin < to) {
            Effort.look();
            if (texts[begin].length == shared || depth == MOST_DEEP) {
                options.add(rest(texts[begin], shared, texts[begin].length));
                begin++;
                continue;
            }
            int end = begin + 1;
            while (end < to && texts[end][shared] == texts[begin][shared]) {
                end++;
            }
            final int common = common(texts[begin], texts[end - 1]);
            options.add(Expr.sequence(rest(texts[begin], shared, common),
                    between(texts, begin, end, common, depth + 1)));
            begin = end;
        }
        return Expr.choice(options);
    }

    private static Expr rest(final byte[] text, final int from, final int to) {
        return Expr.bytes(Arrays.copyOfRange(text, from, to));
    }

    private static int common(final byte[] first, final byte[] last) {
        final int mismatch = Arrays.mismatch(first, last);
        return mismatch < 0 ? first.length : mismatch;
    }
}
