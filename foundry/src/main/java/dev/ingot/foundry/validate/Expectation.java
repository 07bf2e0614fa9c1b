package dev.ingot.foundry.validate;

import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** What is demanded of an answer. */
public sealed interface Expectation {

    /**
     * The same text, but for blanks at both ends.
     *
     * @param text the right answer
     */
    record Exact(String text) implements Expectation {}

    /**
     * The same JSON value: members in any order, numbers by their value.
     *
     * @param value maps, lists, strings, numbers, booleans, null
     */
    record Json(@Nullable Object value) implements Expectation {}

    /**
     * A text that an expression of {@link Pattern} matches as a whole, but for blanks at both ends.
     *
     * @param pattern the expression
     */
    record Regex(String pattern) implements Expectation {

        /**
         * Checks the expression.
         *
         * @throws PatternSyntaxException if it is none
         */
        public Regex {
            Pattern.compile(pattern);
        }
    }

    /**
     * A text with some texts in it, whether capital or small.
     *
     * @param parts all of them
     */
    record Contains(List<String> parts) implements Expectation {

        /** Copies the list. */
        public Contains {
            parts = List.copyOf(parts);
        }
    }

    /**
     * A text that is like one of some answers.
     *
     * @param answers   any of them
     * @param minF1     least words in common, as {@code compute_f1} of SQuAD counts them, from 0 to 1
     * @param minCosine least cosine of the texts as vectors, from -1 to 1; empty to demand none
     */
    record Similar(List<String> answers, double minF1, OptionalDouble minCosine) implements Expectation {

        /** The words in common that are demanded where nothing else is said. */
        public static final double USUAL_F1 = 0.8;

        /** Copies the list. */
        public Similar {
            answers = List.copyOf(answers);
            if (answers.isEmpty()) {
                throw new IllegalArgumentException("answers: expected at least one");
            }
        }
    }

    /**
     * A text of a format.
     *
     * @param format the format
     */
    record Formatted(Format format) implements Expectation {}
}
