package dev.ingot.runtime;

import dev.ingot.constrain.Constraint;
import dev.ingot.constrain.grammar.Effort;
import dev.ingot.constrain.grammar.Grammar;
import dev.ingot.constrain.match.Matcher;
import dev.ingot.constrain.match.TokenConstraint;
import dev.ingot.constrain.match.Vocabulary;
import dev.ingot.constrain.schema.SchemaCompiler;
import dev.ingot.constrain.text.Choices;
import dev.ingot.constrain.text.GbnfParser;
import dev.ingot.constrain.text.LarkParser;
import dev.ingot.constrain.text.RegexParser;
import dev.ingot.runtime.text.TokenBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The constraints of a model's requests: its vocabulary is prepared at the first of them, and the constraints used last stay
 * compiled, with their masks. Thread-safe.
 */
final class Constraints {

    private static final int MOST = 8;
    private static final String TOKENIZER = "tokenizer.json";

    private final Path directory;
    private final int size;
    private final Set<Integer> endTokens;
    private final LastUsed<Constraint, TokenConstraint> compiled = new LastUsed<>(MOST, this::compile);
    private final LastUsed<Shaped, TokenConstraint> shaped = new LastUsed<>(MOST, this::compile);
    private final Map<Map<Integer, String>, Vocabulary> vocabularies = new HashMap<>(); // by their marks

    /** Whole answers, and special tokens that may stand in them. */
    private record Shaped(AnswerShape shape, Map<Integer, String> marks) {}

    /** Prepares nothing yet; {@code size} is how many ids the model scores. */
    Constraints(final Path directory, final int size, final Set<Integer> endTokens) {
        this.directory = directory;
        this.size = size;
        this.endTokens = endTokens;
    }

    /** Begins a text under a constraint. */
    Matcher matcher(final Constraint constraint) {
        return compiled.get(constraint).matcher();
    }

    /** Begins a whole answer; special tokens among the marks count as their texts. */
    Matcher matcher(final AnswerShape shape, final Map<Integer, String> marks) {
        return shaped.get(new Shaped(shape, marks)).matcher();
    }

    private TokenConstraint compile(final Constraint constraint) {
        return new TokenConstraint(Effort.bounded(() -> grammar(constraint).compile()), vocabulary(Map.of()));
    }

    private TokenConstraint compile(final Shaped it) {
        return new TokenConstraint(Effort.bounded(() -> it.shape().grammar().compile()),
                vocabulary(it.marks()));
    }

    static Grammar grammar(final Constraint constraint) {
        return switch (constraint) {
            case Constraint.JsonSchema it -> SchemaCompiler.grammar(it.schema());
            case Constraint.Json ignored -> SchemaCompiler.anyJson();
            case Constraint.Regex it -> RegexParser.grammar(it.pattern());
            case Constraint.Gbnf it -> GbnfParser.grammar(it.rules());
            case Constraint.Lark it -> LarkParser.grammar(it.rules());
            case Constraint.Choice it -> Choices.grammar(it.texts());
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
