package dev.ingot.constrain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.constrain.match.Matcher;
import dev.ingot.constrain.match.TokenConstraint;
import dev.ingot.constrain.match.Vocabulary;
import dev.ingot.constrain.schema.SchemaCompiler;
import dev.ingot.error.ModelFormatException;
import dev.ingot.json.JsonFiles;
import dev.ingot.runtime.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random schemas, walked in both directions: what may be said is valid, and what is valid may be said. */
final class SchemaWalkTest {

    private static final int LONGEST = 1500;

    private static Path directory(final String name) {
        return name.equals("hearth") ? Vocabularies.hearth() : Vocabularies.fixture(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hearth", "llama", "gemma3"})
    void whatIsSaidIsValid(final String model) {
        final var random = new SplittableRandom(17);
        final int end = 2;
        final Vocabulary vocabulary = Vocabularies.of(directory(model), end);
        int finished = 0;
        try (var tokenizer = Tokenizer.open(directory(model))) {
            for (int round = 0; round < 60; round++) {
                final var schema = new RandomSchema(random).make();
                final var constraint = new TokenConstraint(
                        SchemaCompiler.grammar(JsonFiles.compact(schema)).compile(), vocabulary);
                for (int i = 0; i < 3; i++) {
                    final int[] tokens = walk(constraint.matcher(), random, end);
                    if (tokens.length < LONGEST) {
                        finished++;
                        check(tokenizer.decode(tokens), schema);
                    }
                }
            }
        }
        assertThat(finished).isGreaterThan(100);
    }

    private static void check(final String text, final Map<String, @Nullable Object> schema) {
        final Object value;
        try {
            value = JsonFiles.parseValue(Path.of("said"), text);
        } catch (ModelFormatException e) {
            // Members that are not named may come twice: no grammar can remember all names.
            assertThat(e.found()).as("%s%n%s", text, schema).startsWith("Duplicate field");
            assertThat(schema.toString()).contains("additionalProperties={");
            return;
        }
        assertThat(new MiniSchema(schema).accepts(value)).as("%s%n%s", text, schema).isTrue();
    }

    /** Ends when it may, and rather closes what is open when it has said much. */
    private static int[] walk(final Matcher matcher, final SplittableRandom random, final int end) {
        final var tokens = new ArrayList<Integer>();
        while (tokens.size() < LONGEST && !matcher.isComplete()) {
            final int[] allowed = matcher.mask().ids().toArray();
            final int id = allowed[random
                    .nextInt(tokens.size() < 60 ? allowed.length : Math.min(8, allowed.length))];
            if (id == end) {
                assertThat(matcher.fits()).isTrue();
                break;
            }
            matcher.accept(id);
            tokens.add(id);
        }
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hearth", "llama", "gemma3"})
    void whatIsValidMayBeSaid(final String model) {
        final var random = new SplittableRandom(23);
        final int end = 2;
        final Vocabulary vocabulary = Vocabularies.of(directory(model), end);
        try (var tokenizer = Tokenizer.open(directory(model))) {
            for (int round = 0; round < 75; round++) {
                final var schema = new RandomSchema(random).make();
                final var mini = new MiniSchema(schema);
                final var constraint = new TokenConstraint(
                        SchemaCompiler.grammar(JsonFiles.compact(schema)).compile(), vocabulary);
                for (int i = 0; i < 4; i++) {
                    final Object value = mini.sample(random);
                    assertThat(mini.accepts(value)).as("%s of %s", value, schema).isTrue();
                    if (value != null) {
                        check(constraint, tokenizer, JsonFiles.compact(value), end);
                        check(constraint, tokenizer, JsonFiles.pretty(value, 2).strip(), end);
                    }
                }
            }
        }
    }

    private static void check(final TokenConstraint constraint, final Tokenizer tokenizer, final String text,
            final int end) {
        final Matcher matcher = constraint.matcher();
        final var said = new StringBuilder();
        for (final int id : tokenizer.encodeRendered(text)) {
            said.append(tokenizer.decode(new int[]{id}, false));
            assertThat(matcher.mask().allows(id)).as("\"%s\" in %s", said, text).isTrue();
            matcher.accept(id);
        }
        assertThat(matcher.fits()).as(text).isTrue();
        assertThat(matcher.isComplete() || matcher.mask().allows(end)).as(text).isTrue();
    }

    /** Slices, caches and twins are shortcuts: a plain look at every token gives the same masks. */
    @Test
    void masksAreWhatEveryTokenSays() {
        final var random = new SplittableRandom(5);
        final var tokens = new ArrayList<>(
                List.of("a", "ab", "\"", "\",", "{\"", "\\", "\\u00", "é", " é", "日本", "\u0001",
                        "1", "23", "-", ".5", "true", "}", "]", "\n  ", "a", "abcdefghijklmnop", "name",
                        "\":", ":", ",", "[", "{",
                        "xy\"", "0", "null", "\u007F", "😀😀", "https://example.org/a-long-word"));
        final Vocabulary vocabulary = Vocabularies.of(tokens.toArray(String[]::new));
        for (int round = 0; round < 60; round++) {
            final var grammar = SchemaCompiler.grammar(JsonFiles.compact(new RandomSchema(random).make()));
            final var constraint = new TokenConstraint(grammar.compile(), vocabulary);
            final TokenConstraint bytes = Texts.compiled(grammar);
            final Matcher matcher = constraint.matcher();
            String said = "";
            for (int i = 0; i < 30; i++) {
                final var mask = new ArrayList<Integer>();
                for (int id = 0; id < tokens.size(); id++) {
                    if (begins(bytes, said + tokens.get(id))) {
                        mask.add(id);
                    }
                }
                if (mask.isEmpty()) {
                    break;
                }
                assertThat(matcher.mask().ids().filter(id -> id < tokens.size()).boxed().toList())
                        .as("after %s", said).isEqualTo(mask);
                final int id = mask.get(random.nextInt(mask.size()));
                matcher.accept(id);
                said = said.concat(tokens.get(id));
            }
        }
    }

    private static boolean begins(final TokenConstraint bytes, final String text) {
        final Matcher matcher = bytes.matcher();
        for (final byte value : text.getBytes(StandardCharsets.UTF_8)) {
            if (matcher.isComplete() || !Objects.requireNonNull(matcher.mask()).allows(value & 0xFF)) {
                return false;
            }
            matcher.accept(value & 0xFF);
        }
        return true;
    }
}
