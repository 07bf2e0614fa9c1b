package dev.ingot.runtime;

import dev.ingot.constrain.Constraint;
import dev.ingot.constrain.grammar.Grammar;
import dev.ingot.constrain.match.Matcher;
import dev.ingot.constrain.match.TokenConstraint;
import dev.ingot.constrain.match.Vocabulary;
import dev.ingot.constrain.source.Automata;
import dev.ingot.constrain.source.Source;
import dev.ingot.constrain.source.Source.Notation;
import dev.ingot.runtime.text.TokenBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The constraints of a model's requests: its vocabulary is prepared at the first of them, and the constraints used last stay
 * compiled, with their masks, for as long as the model is loaded. Thread-safe.
 */
final class Constraints {

    private static final int MOST = 8;
    private static final long MOST_BYTES = 192L << 20;
    private static final String TOKENIZER = "tokenizer.json";

    private final Path directory;
    private final int size;
    private final Set<Integer> endTokens;
    private final LastUsed<Wanted, TokenConstraint> used = new LastUsed<>(MOST, MOST_BYTES,
            TokenConstraint::bytes, this::compile);
    private final Map<Map<Integer, String>, Vocabulary> vocabularies = new HashMap<>(); // by their marks

    /** What a text must be, and special tokens that may stand in it; equal ones have equal masks. */
    private sealed interface Wanted {

        /** A text under a constraint. */
        record Plain(Constraint constraint) implements Wanted {}

        /** A whole answer. */
        record Shaped(AnswerShape shape, Map<Integer, String> marks) implements Wanted {}
    }

    /** Prepares nothing yet; {@code size} is how many ids the model scores. */
    Constraints(final Path directory, final int size, final Set<Integer> endTokens) {
        this.directory = directory;
        this.size = size;
        this.endTokens = endTokens;
    }

    /** Begins a text under a constraint. */
    Matcher matcher(final Constraint constraint) {
        return used.get(new Wanted.Plain(constraint)).matcher();
    }

    /** Begins a whole answer; special tokens among the marks count as their texts. */
    Matcher matcher(final AnswerShape shape, final Map<Integer, String> marks) {
        return used.get(new Wanted.Shaped(shape, marks)).matcher();
    }

    private TokenConstraint compile(final Wanted wanted) {
        return switch (wanted) {
            case Wanted.Plain it ->
                new TokenConstraint(source(it.constraint()).automaton(), vocabulary(Map.of()));
            case Wanted.Shaped it -> new TokenConstraint(
                    Automata.of(it.shape(), it.shape()::grammar), vocabulary(it.marks()));
        };
    }

    static Grammar grammar(final Constraint constraint) {
        return source(constraint).grammar();
    }

    private static Source source(final Constraint constraint) {
        return switch (constraint) {
            case Constraint.JsonSchema it -> new Source(Notation.SCHEMA, List.of(it.schema()));
            case Constraint.Json ignored -> new Source(Notation.JSON, List.of());
            case Constraint.Regex it -> new Source(Notation.REGEX, List.of(it.pattern()));
            case Constraint.Gbnf it -> new Source(Notation.GBNF, List.of(it.rules()));
            case Constraint.Lark it -> new Source(Notation.LARK, List.of(it.rules()));
            case Constraint.Choice it -> new Source(Notation.CHOICE, it.texts());
        };
    }

    private synchronized Vocabulary vocabulary(final Map<Integer, String> marks) {
        return vocabularies.computeIfAbsent(marks, this::read);
    }

    private Vocabulary read(final Map<Integer, String> marks) {
        final var tokens = TokenBytes.read(directory.resolve(TOKENIZER));
        final byte[][] bytes = tokens.all();
        marks.forEach((id, text) -> bytes[id] = text.getBytes(StandardCharsets.UTF_8));
        return new Vocabulary(bytes, size,
                endTokens.stream().mapToInt(Integer::intValue).filter(id -> id < size).toArray(),
                tokens.dropsFirstBlank());
    }
}
