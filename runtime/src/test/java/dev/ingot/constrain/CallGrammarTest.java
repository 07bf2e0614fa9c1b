package dev.ingot.constrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.chat.answer.Answer;
import dev.ingot.chat.answer.AnswerFormat;
import dev.ingot.chat.answer.AnswerPart;
import dev.ingot.constrain.answer.CallGrammar;
import dev.ingot.constrain.answer.Tool;
import dev.ingot.constrain.grammar.Expr;
import dev.ingot.constrain.grammar.Grammar;
import dev.ingot.constrain.match.Matcher;
import dev.ingot.constrain.match.TokenConstraint;
import dev.ingot.error.ConstraintException;
import dev.ingot.json.JsonFiles;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        final var calls = new CallGrammar(format, several);
        final var tools = SCHEMAS.entrySet().stream()
                .map(it -> new Tool(it.getKey(), grammar.include(
                        calls.arguments(JsonFiles.compact(it.getValue())), it.getKey() + " ")))
                .toList();
        grammar.define(0, answer.apply(calls, tools));
        return Texts.compiled(grammar);
    }

    /** Says what may be said, and ends where it may as often as not; of thoughts, which may go on for ever, sooner. */
    private static String walk(final TokenConstraint constraint, final SplittableRandom random,
            final int most) {
        final Matcher matcher = constraint.matcher();
        final var said = new ByteArrayOutputStream();
        while (!matcher.isComplete()) {
            if (random.nextInt(100) == 0) {
                say("<|end|>", matcher, said);
                continue;
            }
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
        return parsed(format, text, SCHEMAS);
    }

    private static Answer parsed(final AnswerFormat format, final String text,
            final Map<String, ? extends Map<String, ?>> schemas) {
        final var described = schemas.entrySet().stream()
                .map(it -> Map.of("name", it.getKey(), "parameters", it.getValue())).toList();
        final var parser = format.parser("", true, described, 0);
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

    /** What stands between tags is bare: its end is said often enough to come. Gives up on what gets long. */
    private static Optional<String> walkBetweenTags(final TokenConstraint constraint,
            final SplittableRandom random) {
        final Matcher matcher = constraint.matcher();
        final var said = new ByteArrayOutputStream();
        while (!matcher.isComplete() && !matcher.fits()) {
            if (random.nextInt(6) == 0) {
                say("\n</parameter>\n", matcher, said);
            }
            final int[] allowed = matcher.mask().ids().toArray();
            final int id = allowed[random.nextInt(allowed.length)];
            matcher.accept(id);
            said.write(id);
            if (said.size() > 1_000) {
                return Optional.empty();
            }
        }
        return Optional.of(said.toString(StandardCharsets.UTF_8));
    }

    private static void say(final String text, final Matcher matcher, final ByteArrayOutputStream said) {
        for (final byte it : text.getBytes(StandardCharsets.UTF_8)) {
            if (matcher.isComplete() || !matcher.mask().allows(it & 0xFF)) {
                return;
            }
            matcher.accept(it & 0xFF);
            said.write(it);
        }
    }

    @Test
    void argumentsBetweenTagsFitTheirSchemas() {
        final var random = new SplittableRandom(23);
        final var calls = new CallGrammar(AnswerFormat.QWEN_XML, false);
        int values = 0;
        for (int round = 0; round < 200; round++) {
            final var schema = new RandomSchema(random).make();
            if (!"object".equals(schema.get("type")) || schema.toString().contains("anyOf")) {
                continue; // what reads as a number is one, be it meant as a string or not
            }
            final var grammar = new Grammar("answer", "answer");
            grammar.define(0, calls.calls(List.of(new Tool("f", grammar.include(
                    calls.arguments(JsonFiles.compact(schema)), "f ")))).orElseThrow());
            final TokenConstraint constraint = Texts.compiled(grammar);
            for (int i = 0; i < 2; i++) {
                final var text = walkBetweenTags(constraint, random);
                if (text.isPresent()) {
                    values += checkBetweenTags(text.get(), schema);
                }
            }
        }
        assertThat(values).isGreaterThan(100);
    }

    private static int checkBetweenTags(final String text, final Map<String, @Nullable Object> schema) {
        final Answer answer = parsed(AnswerFormat.QWEN_XML, text, Map.of("f", schema));
        assertThat(answer.toolCalls()).as(text).hasSize(1);
        final var arguments = answer.toolCalls().getFirst().argumentValues();
        assertThat(new MiniSchema(schema).accepts(arguments)).as("%s%n%s", schema, text).isTrue();
        return arguments.size();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            {"type":"string","enum":["a b","</x>"]};           </x>;          true
            {"type":"string","enum":["a b","</x>"]};           "a b";         false
            {"type":"string"};                                 if a < b: "1"; true
            {"type":"string"};                                 a</parameter>b; false
            {"type":"string","maxLength":3};                   abcd;          false
            {"type":"string","pattern":"^<[a-z]+>$"};          <abc>;         true
            {"type":"string","format":"date"};                 2026-02-28;    true
            {"type":"string","format":"date"};                 28.2.2026;     false
            {"type":["string","null"]};                        null;          true
            {"$ref":"#/$defs/count"};                          12;            true
            {"$ref":"#/$defs/count"};                          twelve;        false
            {"type":"array","items":{"$ref":"#/$defs/count"}}; [1, 2];        true
            {"$ref":"#/$defs/tree"};                           {"kids": [{"kids": []}]}; true
            {};                                                anything;      true
            """)
    void valuesBetweenTagsAreBare(final String schema, final String value, final boolean fits) {
        final String all = """
                {"$ref":"#/$defs/args","$defs":{"args":{"type":"object","properties":{"p":%s},"required":["p","q"],
                "additionalProperties":{"type":"boolean"}},"count":{"type":"integer"},
                "tree":{"type":"object","properties":{"kids":{"type":"array","items":{"$ref":"#/$defs/tree"}}}}}}
                """
                .formatted(schema);
        final String text = "<parameter=p>\n" + value + "\n</parameter>\n<parameter=q>\ntrue\n</parameter>\n";
        assertThat(Texts.fits(new CallGrammar(AnswerFormat.QWEN_XML, true).arguments(all), text))
                .isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            {"type":"array"};                                                   type; object
            {"enum":[{}]};                                                      enum; all arguments
            {"properties":{"a b":{}}};                                          properties; "a b"
            {"properties":{"a":{"enum":["</parameter>"]}}};                     enum; </parameter>
            {"properties":{"a":{}},"required":["b"]};                           required; "b"
            {"properties":{"a":{"minProperties":3}}};                           minProperties; not supported
            """)
    void whatHasNoPlaceBetweenTagsIsRefused(final String schema, final String place, final String reason) {
        assertThatThrownBy(() -> new CallGrammar(AnswerFormat.QWEN_XML, true).arguments(schema))
                .isInstanceOf(ConstraintException.class).hasMessageContainingAll(place, reason);
    }

    @Test
    void aToolThatSaysNothingOfItsParametersTakesAny() {
        final Grammar any = new CallGrammar(AnswerFormat.QWEN_XML, true).arguments("{\"type\":\"object\"}");
        assertThat(Texts.fits(any, "")).isTrue();
        assertThat(Texts.fits(any, "<parameter=a_b>\n<x>\n\n</parameter>\n<parameter=c>\n\n</parameter>\n"))
                .isTrue();
        assertThat(Texts.fits(any, "<parameter=a b>\n1\n</parameter>\n")).isFalse();
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
