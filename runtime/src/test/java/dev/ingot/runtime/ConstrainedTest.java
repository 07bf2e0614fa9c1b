package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.constrain.Constraint;
import dev.ingot.error.ConstraintException;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Constraints, kept by the shipped model whatever it is asked. */
final class ConstrainedTest {

    private static final String SCHEMA = """
            {"type": "object", "additionalProperties": false, "required": ["mood", "reason", "score", "tags"],
             "properties": {
               "mood": {"enum": ["calm", "stürmisch"]},
               "reason": {"type": "string", "maxLength": 20},
               "score": {"type": "integer", "minimum": 13, "maximum": 217},
               "tags": {"type": "array", "items": {"type": "boolean"}, "maxItems": 3}}}
            """;
    private static final List<String> PROMPTS = List.of("dim the kitchen lights to 40%", "What is your name?",
            "Write no JSON, only the word hello.", "set a timer for ten minutes");

    @TempDir
    static Path directory;
    private static Generator generator;

    @BeforeAll
    static void load() {
        generator = Generator.open(Pipeline.from(Fixtures.hearth()).quantize(Precision.INT4)
                .toOnnx(directory.resolve("model")));
    }

    @AfterAll
    static void free() {
        generator.close();
    }

    private static Generation ask(final String prompt, final Constraint constraint, final Sampling sampling) {
        return generator
                .chat(GenerationOptions.DEFAULT.maxNewTokens(200).constraint(constraint).sampling(sampling))
                .ask(prompt);
    }

    private static Sampling hot(final int seed) {
        return Sampling.modelDefaults().temperature(2).topK(0).topP(1).seed(seed);
    }

    @Test
    void documentsFollowTheirSchemaWhateverIsAsked() {
        final var constraint = Constraint.jsonSchema(SCHEMA);
        for (final String prompt : PROMPTS) {
            checkDocument(ask(prompt, constraint, Sampling.greedy()));
            for (int seed = 0; seed < 12; seed++) {
                checkDocument(ask(prompt, constraint, hot(seed)));
            }
        }
    }

    @Test
    void aCompleteTextIsTheAnswerBeItShortOrNot() {
        final var options = GenerationOptions.DEFAULT.sampling(Sampling.greedy()).minNewTokens(20);
        final Generation found = generator.chat(options.constraint(Constraint.choice("yes", "no")))
                .ask("Dim it?");
        assertThat(found.text()).isIn("yes", "no");
        assertThat(found.finishReason()).isEqualTo(FinishReason.STOP);
        final Generation open = generator.chat(options.constraint(Constraint.regex("[a-z ]*")))
                .ask("Dim it?");
        assertThat(open.tokens()).hasSizeGreaterThanOrEqualTo(20);
    }

    private static void checkDocument(final Generation found) {
        assertThat(found.finishReason()).isEqualTo(FinishReason.STOP);
        final JsonObject json = JsonFiles.parse(Path.of("answer"),
                found.text().getBytes(StandardCharsets.UTF_8));
        assertThat(json.keys()).containsExactly("mood", "reason", "score", "tags");
        assertThat(json.string("mood").orElseThrow()).isIn("calm", "stürmisch");
        final String reason = json.string("reason").orElseThrow();
        assertThat(reason.codePointCount(0, reason.length())).isLessThanOrEqualTo(20);
        assertThat(json.integer("score").orElseThrow()).isBetween(13, 217);
        assertThat((List<?>) json.raw("tags")).hasSizeLessThanOrEqualTo(3)
                .allMatch(Boolean.class::isInstance);
    }

    /** Most tokens of these answers are the only ones that may come: they are not drawn in either case. */
    @Test
    void logprobsDoNotChangeWhatIsDrawn() {
        final var constraint = Constraint.jsonSchema("""
                {"type": "object", "additionalProperties": false, "required": ["mood", "score"],
                 "properties": {"mood": {"enum": ["calm", "stürmisch"]},
                                "score": {"type": "integer", "minimum": 13, "maximum": 217}}}
                """);
        for (int seed = 0; seed < 5; seed++) {
            final var options = GenerationOptions.DEFAULT.maxNewTokens(60).constraint(constraint)
                    .sampling(hot(seed));
            final Generation plain = generator.generate(PROMPTS.getFirst(), options);
            final Generation watched = generator.generate(PROMPTS.getFirst(), options.logprobs(1));
            assertThat(watched.text()).isEqualTo(plain.text());
            assertThat(watched.logprobs()).hasSameSizeAs(watched.tokens());
        }
    }

    /** The model need not be asked for them, so that nothing of it can be stopped. */
    @Test
    void tokensThatHaveToComeAreCancelledToo() {
        final var cancellation = new Cancellation();
        final var options = GenerationOptions.DEFAULT.cancellation(cancellation)
                .constraint(Constraint.choice("üüüüüüüü")).sampling(Sampling.greedy());
        final Generation found = generator.generate(PROMPTS.getFirst(), options,
                token -> cancellation.cancel());
        assertThat(found.finishReason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(found.tokens()).hasSize(1);
    }

    @Test
    void anyDocumentParsesOrIsCutOff() {
        int whole = 0;
        for (int seed = 0; seed < 12; seed++) {
            final Generation found = ask("hello", Constraint.json(), hot(seed));
            if (found.finishReason() == FinishReason.STOP) {
                whole++;
                JsonFiles.parseValue(Path.of("answer"), found.text());
            }
        }
        assertThat(whole).isPositive();
    }

    @Test
    void expressionsMatchTheWholeAnswer() {
        for (int seed = 0; seed < 12; seed++) {
            assertThat(
                    ask("hello", Constraint.regex("[A-Z][a-zäöü]{2,9}(, \\d{1,3})?[.!€]"), hot(seed)).text())
                    .matches("[A-Z][a-zäöü]{2,9}(, \\d{1,3})?[.!€]");
        }
    }

    @Test
    void choicesAreKept() {
        final var seen = new HashSet<String>();
        for (int seed = 0; seed < 30; seed++) {
            seen.add(ask("hello", Constraint.choice("yes", "no", "no idea", "日本"), hot(seed)).text());
        }
        assertThat(seen).hasSizeGreaterThan(1).isSubsetOf(Set.of("yes", "no", "no idea", "日本"));
    }

    @Test
    void grammarsRecur() {
        for (int seed = 0; seed < 8; seed++) {
            final Generation found = ask("hello", Constraint.gbnf("root ::= \"<\" root? \">\""), hot(seed));
            if (found.finishReason() == FinishReason.STOP) {
                assertThat(found.text()).isEqualTo("<".repeat(found.text().length() / 2)
                        + ">".repeat(found.text().length() / 2));
            }
        }
    }

    @Test
    void theAnswerEndsWithTheConstraintAndNeedsNoEndToken() {
        final Generation found = ask("hello", Constraint.regex("kitchen"), Sampling.greedy());
        assertThat(found.text()).isEqualTo("kitchen");
        assertThat(found.finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void anAnswerThatMayOnlyBeEmptyIs() {
        final Generation found = ask("hello", Constraint.regex(""), Sampling.greedy());
        assertThat(found.text()).isEmpty();
        assertThat(found.finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void limitsCutOff() {
        final Generation found = generator.generate("hello",
                GenerationOptions.DEFAULT.maxNewTokens(5).constraint(Constraint.regex("(a|b){100}")));
        assertThat(found.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(found.text()).matches("[ab]{5,}");
    }

    @Test
    void withoutAConstraintNothingChanges() {
        final var plain = GenerationOptions.DEFAULT.sampling(Sampling.greedy());
        final String free = generator.chat(plain).ask(PROMPTS.getFirst()).text();
        assertThat(generator.chat(plain.constraint(Constraint.json())).ask(PROMPTS.getFirst()).text())
                .isEqualTo(free);
        assertThat(generator.chat(plain).ask(PROMPTS.getFirst()).text()).isEqualTo(free);
    }

    @Test
    void conversationsGoOnAfterConstrainedTurns() {
        final var chat = generator.chat(GenerationOptions.DEFAULT.sampling(Sampling.greedy()));
        final String first = chat.ask(PROMPTS.getFirst()).text();
        chat.options(
                GenerationOptions.DEFAULT.sampling(Sampling.greedy()).constraint(Constraint.choice("ok")));
        assertThat(chat.ask("fine?").text()).isEqualTo("ok");
        assertThat(chat.history()).hasSize(4);
        assertThat(
                generator.chat(GenerationOptions.DEFAULT.sampling(Sampling.greedy())).ask(PROMPTS.getFirst())
                        .text())
                .isEqualTo(first);
    }

    @Test
    void threadsShareOneVocabulary() throws Exception {
        final var constraint = Constraint.jsonSchema(SCHEMA);
        try (var threads = Executors.newFixedThreadPool(4)) {
            final var work = IntStream.range(0, 8).<Callable<Generation>>mapToObj(
                    seed -> () -> ask(PROMPTS.get(seed % PROMPTS.size()), constraint, hot(seed))).toList();
            for (final var found : threads.invokeAll(work)) {
                checkDocument(found.get());
            }
        }
    }

    @Test
    void repetitionPenaltiesDoNotBringBackWhatIsImpossible() {
        final var sampling = hot(1).repetitionPenalty(0.5);
        assertThat(ask("hello", Constraint.regex("(ab){20}"), sampling).text()).isEqualTo("ab".repeat(20));
    }

    @Test
    void schemasThatCannotBeKeptAreRefusedBeforeAnythingRuns() {
        assertThatThrownBy(() -> Constraint.jsonSchema("{\"properties\":{\"a\":{\"not\":{}}}}"))
                .isInstanceOfSatisfying(ConstraintException.class,
                        it -> assertThat(it.place()).isEqualTo("#/properties/a/not"));
    }
}
