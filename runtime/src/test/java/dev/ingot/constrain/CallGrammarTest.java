package dev.ingot.constrain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.chat.answer.Answer;
import dev.ingot.chat.answer.AnswerFormat;
import dev.ingot.chat.answer.AnswerPart;
import dev.ingot.constrain.answer.CallGrammar;
import dev.ingot.constrain.answer.Tool;
import dev.ingot.constrain.grammar.Expr;
import dev.ingot.constrain.grammar.Grammar;
import dev.ingot.constrain.match.Matcher;
import dev.ingot.constrain.match.TokenConstraint;
import dev.ingot.constrain.schema.SchemaCompiler;
import dev.ingot.json.JsonFiles;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be said is read as the calls that were demanded, by the parser that knows nothing of grammars. */
final class CallGrammarTest {

    private static final int END = 256;

    private static final Map<String, Map<String, Object>> SCHEMAS = Map.of("get_weather",
            Map.of("type", "object", "properties",
                    Map.of("city", Map.of("type", "string", "maxLength", 6), "days",
                            Map.of("type", "integer", "minimum", 1, "maximum", 20)),
                    "required", List.of("city"), "additionalProperties", false),
            "stop", Map.of("type", "object", "properties", Map.of(), "required", List.of(),
                    "additionalProperties", false));

    private static TokenConstraint constraint(final BiFunction<CallGrammar, List<Tool>, Expr> answer,
            final AnswerFormat format, final boolean several) {
        final var grammar = new Grammar("answer", "answer");
        final var tools = SCHEMAS.entrySet().stream()
                .map(it -> new Tool(it.getKey(), grammar.include(
                        SchemaCompiler.grammar(JsonFiles.compact(it.getValue())), it.getKey() + " ")))
                .toList();
        grammar.define(0, answer.apply(new CallGrammar(format, several), tools));
        return Texts.compiled(grammar);
    }

    /** Says what may be said, and ends where it may as often as not. */
    private static String walk(final TokenConstraint constraint, final SplittableRandom random,
            final int most) {
        final Matcher matcher = constraint.matcher();
        final var said = new ByteArrayOutputStream();
        while (!matcher.isComplete()) {
            final int[] allowed = matcher.mask().ids().toArray();
            final boolean may = allowed[allowed.length - 1] == END;
            if (may && (random.nextBoolean() || said.size() > most)) {
                break;
            }
            final int id = allowed[random.nextInt(allowed.length - (may ? 1 : 0))];
            matcher.accept(id);
            said.write(id);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    private static Answer parsed(final AnswerFormat format, final String text) {
        final var parser = format.parser("", true, 0);
        final var parts = new ArrayList<AnswerPart>();
        text.codePoints().forEach(it -> parts.addAll(parser.next(Character.toString(it))));
        parts.addAll(parser.end());
        return Answer.of(parts);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PLAIN")
    void demandedCallsAreCallsOfTheToolsWithFittingArguments(final AnswerFormat format) {
        final var random = new SplittableRandom(7);
        final TokenConstraint one = constraint((it, tools) -> it.calls(tools).orElseThrow(), format, false);
        final TokenConstraint several = constraint((it, tools) -> it.calls(tools).orElseThrow(), format,
                true);
        int most = 0;
        for (int i = 0; i < 60; i++) {
            final boolean single = i % 2 == 0;
            final String text = walk(single ? one : several, random, 300);
            final Answer answer = parsed(format, text);
            assertThat(answer.content()).as(text).isEmpty();
            assertThat(answer.toolCalls()).as(text).isNotEmpty();
            if (single) {
                assertThat(answer.toolCalls()).as(text).hasSize(1);
            }
            most = Math.max(most, answer.toolCalls().size());
            answer.toolCalls().forEach(call -> assertThat(
                    new MiniSchema(Map.copyOf(SCHEMAS.get(call.name()))).accepts(call.argumentValues()))
                    .as(text).isTrue());
        }
        assertThat(most > 1).isEqualTo(format != AnswerFormat.HARMONY);
    }

    @Test
    void aFormatWithoutCallsHasNone() {
        assertThat(new CallGrammar(AnswerFormat.PLAIN, true).calls(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Hello.", "a < b, <tool>, <tool_cal and <<tool_cal", "<tool_call",
            "Let me look.\n<tool_call>\n{\"name\": \"stop\", \"arguments\": {}}\n</tool_call>"})
    void anyTextMayStandWithoutCallsOrBeforeThem(final String text) {
        assertThat(fits(AnswerFormat.HERMES, text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<tool_call>", "x<<tool_call>x", "<tool_call>\n{\"name\": \"go\"",
            "<tool_call>\n{\"name\": \"stop\", \"arguments\": {\"a\"",
            "<tool_call>\n{\"name\": \"stop\", \"arguments\": {}}\n</tool_call> and"})
    void whatBeginsAsACallIsOne(final String text) {
        assertThat(fits(AnswerFormat.HERMES, text)).isFalse();
    }

    private static boolean fits(final AnswerFormat format, final String text) {
        final Matcher matcher = constraint((it, tools) -> it.contentOr(it.calls(tools).orElseThrow()), format,
                true).matcher();
        for (final byte it : text.getBytes(StandardCharsets.UTF_8)) {
            if (matcher.isComplete() || !matcher.mask().allows(it & 0xFF)) {
                return false;
            }
            matcher.accept(it & 0xFF);
        }
        return matcher.fits();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"PLAIN", "HARMONY"})
    void freeTextIsNeverReadAsAnotherCall(final AnswerFormat format) {
        final TokenConstraint free = constraint((it, tools) -> it.contentOr(it.calls(tools).orElseThrow()),
                format, true);
        final var random = new SplittableRandom(11);
        for (int i = 0; i < 40; i++) {
            final String text = walk(free, random, 60);
            parsed(format, text).toolCalls().forEach(call -> assertThat(SCHEMAS).as(text)
                    .containsKey(call.name()));
        }
    }

    @Test
    void reasoningGoesToItsTagAndNoFurther() {
        final var grammar = Grammar.of("answer", Expr.sequence(CallGrammar.reasoning(), Expr.literal("yes")));
        final TokenConstraint constraint = Texts.compiled(grammar);
        final Matcher matcher = constraint.matcher();
        for (final byte it : "so </thin </think> </b>\n</think>".getBytes(StandardCharsets.UTF_8)) {
            if (!matcher.mask().allows(it & 0xFF)) {
                assertThat(it).isEqualTo((byte) ' ');
                return;
            }
            matcher.accept(it & 0xFF);
        }
        throw new AssertionError("text went on behind the closing tag");
    }
}
