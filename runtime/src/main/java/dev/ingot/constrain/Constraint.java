package dev.ingot.constrain;

import dev.ingot.constrain.grammar.Effort;
import dev.ingot.constrain.source.Source;
import dev.ingot.error.ConstraintException;
import dev.ingot.runtime.Cancellation;
import java.util.List;
import java.util.function.Supplier;

/**
 * What an answer must look like. Enforced while the answer is made: a token is only chosen if its bytes continue a text that
 * fits, and the answer ends only where it fits. Immutable; one that exists is valid: it was compiled once to see that, and each
 * model that it is used with compiles it once more, unless a {@link ConstraintCache} hands it on.
 *
 * <p>An answer that reaches its limit of tokens is cut off, with {@link dev.ingot.runtime.FinishReason#LENGTH}, and then is
 * the beginning of a text that fits.
 */
public sealed interface Constraint {

    /**
     * A JSON document.
     *
     * @param schema that it satisfies, as JSON
     */
    record JsonSchema(String schema) implements Constraint {

        /**
         * Checks the schema.
         *
         * @throws ConstraintException if it is malformed or asks for what is not supported
         */
        public JsonSchema {
            new Source(Source.Notation.SCHEMA, List.of(schema)).automaton();
        }
    }

    /** Any JSON document. */
    record Json() implements Constraint {}

    /**
     * A text that an expression matches as a whole.
     *
     * @param pattern the expression
     */
    record Regex(String pattern) implements Constraint {

        /**
         * Checks the expression.
         *
         * @throws ConstraintException if it is malformed or not supported
         */
        public Regex {
            new Source(Source.Notation.REGEX, List.of(pattern)).automaton();
        }
    }

    /**
     * A text of a context-free grammar in llama.cpp's notation.
     *
     * @param rules of it
     */
    record Gbnf(String rules) implements Constraint {

        /**
         * Checks the grammar.
         *
         * @throws ConstraintException if it is malformed or not supported
         */
        public Gbnf {
            new Source(Source.Notation.GBNF, List.of(rules)).automaton();
        }
    }

    /**
     * A text of a context-free grammar in Lark's notation.
     *
     * @param rules of it
     */
    record Lark(String rules) implements Constraint {

        /**
         * Checks the grammar.
         *
         * @throws ConstraintException if it is malformed or not supported
         */
        public Lark {
            new Source(Source.Notation.LARK, List.of(rules)).automaton();
        }
    }

    /**
     * One of several texts.
     *
     * @param texts at least one
     */
    record Choice(List<String> texts) implements Constraint {

        /**
         * Copies the list.
         *
         * @throws ConstraintException if there is none, or they are too long
         */
        public Choice {
            texts = List.copyOf(texts);
            new Source(Source.Notation.CHOICE, texts).automaton();
        }
    }

    /**
     * Asks for a JSON document of a schema. Supported are: {@code type} (also several), {@code properties}, {@code required}
     * and {@code additionalProperties}; {@code items}, {@code prefixItems}, {@code minItems} and {@code maxItems};
     * {@code minLength} and {@code maxLength}, {@code pattern}, {@code format}; {@code minimum}, {@code maximum} and their
     * exclusive forms, {@code multipleOf}; {@code enum}, {@code const}, {@code anyOf}, {@code oneOf} of parts that exclude
     * each other, {@code allOf} of one part; {@code $ref} within the schema, recursion included. Anything else that would
     * mean something is refused, and so are schemas of more than 20,000 members and values, or of more than 400,000 characters
     * of names and texts.
     *
     * <p>Members come in the order of {@code properties}; without {@code additionalProperties} there are no others.
     *
     * @param schema as JSON
     * @return the constraint
     * @throws ConstraintException if the schema is malformed or asks for what is not supported; names the place by a JSON
     *                             pointer
     */
    static Constraint jsonSchema(final String schema) {
        return new JsonSchema(schema);
    }

    /**
     * Asks for a JSON document of any kind.
     *
     * @return the constraint
     */
    static Constraint json() {
        return new Json();
    }

    /**
     * Asks for a text that an expression matches as a whole, in the notation that Java, JavaScript and Python share.
     * {@code \d}, {@code \w} and {@code \s} are ASCII; {@code \p{..}} takes general categories; {@code (?i)} and {@code (?s)}
     * may stand at the beginning. Not supported, as they have no automaton: look-around, back references, word borders,
     * possessive quantifiers; nor are other flags.
     *
     * @param pattern the expression
     * @return the constraint
     * @throws ConstraintException if it is malformed or not supported; names line and column
     */
    static Constraint regex(final String pattern) {
        return new Regex(pattern);
    }

    /**
     * Asks for a text of a grammar in llama.cpp's notation (GBNF). Rules may call each other and themselves; a rule that begins
     * with itself becomes a loop, one that does so by way of others is refused.
     *
     * @param rules of the grammar, beginning at the one called {@code root}
     * @return the constraint
     * @throws ConstraintException if it is malformed or not supported; names line and column
     */
    static Constraint gbnf(final String rules) {
        return new Gbnf(rules);
    }

    /**
     * Asks for a text of a grammar in Lark's notation. {@code %ignore} and {@code %import} of common terminals are supported;
     * templates, other directives and look-around are refused. Texts are taken apart in any way that fits, as by Lark's lexer
     * {@code dynamic_complete}, so that terminals have no priority over each other. What is ignored may come before each
     * terminal, not behind the last. Left recursion is as in {@link #gbnf}.
     *
     * @param rules of the grammar, beginning at the one called {@code start}
     * @return the constraint
     * @throws ConstraintException if it is malformed or not supported; names line and column
     */
    static Constraint lark(final String rules) {
        return new Lark(rules);
    }

    /**
     * Asks for one of several texts.
     *
     * @param texts at least one
     * @return the constraint
     * @throws ConstraintException if there is none, or they are too long
     */
    static Constraint choice(final String... texts) {
        return new Choice(List.of(texts));
    }

    /**
     * Makes a constraint as long as it is wanted: a large one takes seconds.
     *
     * @param cancellation looked at while it is made
     * @param made         calls one of the factories, for example {@code () -> Constraint.jsonSchema(text)}
     * @return the constraint
     * @throws ConstraintException                as the factory does
     * @throws dev.ingot.error.CancelledException if it was cancelled first
     */
    static Constraint cancellable(final Cancellation cancellation, final Supplier<Constraint> made) {
        return Effort.cancellable(cancellation::isCancelled, made);
    }
}
