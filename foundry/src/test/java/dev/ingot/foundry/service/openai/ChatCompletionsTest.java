package dev.ingot.foundry.service.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Chat completions: contents on hearth, shapes on the tiny model. */
@ExtendWith(ServiceResolver.class)
final class ChatCompletionsTest {

    private static final String EXPECTED = "{\"action\":\"set_brightness\",\"room\":\"kitchen\",\"value\":59}";
    private static final Map<String, Object> KITCHEN = Map.of("model", "hearth", "temperature", 0, "messages",
            List.of(Map.of("role", "system", "content", "You control the devices of a house."),
                    Map.of("role", "user", "content", "Lower the kitchen lights to 59%.")));
    private static final Map<String, Object> TINY = Map.of("model", "tiny", "max_tokens", 12, "seed", 3,
            "temperature", 1, "messages", List.of(Map.of("role", "user", "content", "Rain in Paris?")));
    private static final List<?> TOOLS = List.of(Map.of("type", "function", "function",
            Map.of("name", "get_weather", "description", "Weather of a city.", "parameters",
                    Map.of("type", "object", "properties",
                            Map.of("city", Map.of("type", "string", "enum", List.of("Paris", "Lyon"))),
                            "required", List.of("city"), "additionalProperties", false))));

    private static Service service;

    @BeforeAll
    static void begin(final Service shared) {
        service = shared;
    }

    private static Map<String, @Nullable Object> with(final Map<String, ? extends @Nullable Object> body,
            final String key, final @Nullable Object value) {
        return Service.with(body, key, value);
    }

    private static JsonObject answered(final Map<String, ? extends @Nullable Object> body) {
        return Wire.completion(service.chat(body).answer());
    }

    @Test
    void aQuestionIsAnswered() {
        final JsonObject answer = answered(KITCHEN);
        assertThat(Wire.content(answer)).isEqualTo(EXPECTED);
        assertThat(Wire.reason(answer)).isEqualTo("stop");
        assertThat(answer.string("model")).contains("hearth");
        assertThat(answer.object("usage").orElseThrow().integer("prompt_tokens")).hasValue(35);
        assertThat(answer.object("usage").orElseThrow().integer("completion_tokens")).hasValue(16);
    }

    @Test
    void aStreamIsTheSameAnswerInChunks() {
        final var body = with(with(KITCHEN, "stream", true), "stream_options", Map.of("include_usage", true));
        final List<JsonObject> chunks = Wire.chunks(service.chat(body));
        assertThat(Wire.joined(chunks, "content")).isEqualTo(EXPECTED);
        assertThat(chunks.size()).isGreaterThan(10);
        assertThat(chunks.getLast().objects("choices").orElseThrow()).isEmpty();
        assertThat(chunks.getLast().object("usage").orElseThrow().integer("completion_tokens")).hasValue(16);
        assertThat(chunks.subList(0, chunks.size() - 1)).noneMatch(it -> it.has("usage"))
                .allMatch(it -> it.keys().contains("usage"));
        final List<JsonObject> plain = Wire.chunks(service.chat(with(KITCHEN, "stream", true)));
        assertThat(plain).noneMatch(it -> it.keys().contains("usage"));
        assertThat(Wire.reason(plain.getLast())).isEqualTo("stop");
    }

    @Test
    void whatWasComputedForAnEarlierRequestIsNotComputedAgain() {
        answered(KITCHEN);
        assertThat(answered(KITCHEN).object("usage").orElseThrow().object("prompt_tokens_details")
                .orElseThrow().integer("cached_tokens").orElseThrow()).isGreaterThan(25);
    }

    @Test
    void aSeedGivesTheSameAnswerAndEachChoiceAnother() {
        final JsonObject three = answered(with(TINY, "n", 3));
        final List<JsonObject> choices = three.objects("choices").orElseThrow();
        assertThat(choices).extracting(it -> it.integer("index").orElseThrow()).containsExactly(0, 1, 2);
        assertThat(choices).extracting(it -> it.object("message").orElseThrow().string("content"))
                .doesNotHaveDuplicates();
        final var alone = answered(with(TINY, "seed", 5));
        assertThat(Wire.content(alone))
                .isEqualTo(choices.get(2).object("message").orElseThrow().string("content").orElseThrow());
        assertThat(three.object("usage").orElseThrow().integer("completion_tokens")).hasValue(36);
    }

    @Test
    void choicesStreamSideBySide() {
        final FakeCall call = service.chat(with(with(TINY, "n", 2), "stream", true));
        assertThat(call.isDone()).isTrue();
        final var byIndex = call.chunks().stream().map(Wire::choice)
                .collect(Collectors.groupingBy(it -> it.integer("index").orElseThrow(),
                        Collectors.counting()));
        assertThat(byIndex).containsOnlyKeys(0, 1);
        assertThat(call.chunks().stream().map(Wire::choice).filter(it -> it.has("finish_reason"))).hasSize(2);
    }

    @Test
    void limitsAndStopStringsEndAnswers() {
        final JsonObject cut = answered(with(KITCHEN, "max_completion_tokens", 5));
        assertThat(Wire.reason(cut)).isEqualTo("length");
        assertThat(cut.object("usage").orElseThrow().integer("completion_tokens")).hasValue(5);
        final JsonObject stopped = answered(with(KITCHEN, "stop", List.of("\"kitchen\"")));
        assertThat(Wire.content(stopped)).isEqualTo("{\"action\":\"set_brightness\",\"room\":");
        assertThat(Wire.reason(stopped)).isEqualTo("stop");
    }

    @Test
    void logprobsTellTheBytesOfHalfACharacter() {
        final var body = with(with(with(KITCHEN, "logprobs", true), "max_tokens", 2), "logit_bias",
                Map.of("130", 100));
        final List<JsonObject> tokens = Wire.choice(answered(body)).object("logprobs").orElseThrow()
                .objects("content").orElseThrow();
        assertThat(tokens).allSatisfy(it -> {
            assertThat(it.string("token")).hasValue("\uFFFD");
            assertThat(it.integers("bytes")).singleElement()
                    .satisfies(one -> assertThat(one).isBetween(128, 255));
        });
    }

    @Test
    void logprobsStandBesideTheContentInStreamsToo() {
        final var body = with(with(KITCHEN, "logprobs", true), "top_logprobs", 2);
        final List<JsonObject> whole = Wire.choice(answered(body)).object("logprobs").orElseThrow()
                .objects("content").orElseThrow();
        assertThat(whole.stream().map(it -> it.string("token").orElseThrow()).collect(Collectors.joining()))
                .isEqualTo(EXPECTED);
        assertThat(whole).allSatisfy(it -> {
            assertThat(it.objects("top_logprobs").orElseThrow()).hasSize(2);
            assertThat(it.number("logprob").orElseThrow()).isLessThanOrEqualTo(0);
            assertThat(it.integers("bytes")).isNotEmpty();
        });
        final var streamed = Wire.chunks(service.chat(with(body, "stream", true))).stream().map(Wire::choice)
                .flatMap(it -> it.object("logprobs").stream())
                .flatMap(it -> it.objects("content").orElseThrow().stream()).toList();
        assertThat(streamed).extracting(it -> it.string("token"))
                .isEqualTo(whole.stream().map(it -> it.string("token")).toList());
    }

    @Test
    void aSchemaIsEnforced() {
        final Map<String, Object> schema = Map.of("type", "object", "properties",
                Map.of("room", Map.of("enum", List.of("attic", "cellar"))), "required", List.of("room"),
                "additionalProperties", false);
        final JsonObject answer = answered(with(with(TINY, "max_tokens", 60), "response_format",
                Map.of("type", "json_schema", "json_schema",
                        Map.of("name", "place", "strict", true, "schema", schema))));
        assertThat(Wire.content(answer)).containsPattern("\"(attic|cellar)\"");
        final var object = answered(with(KITCHEN, "response_format", Map.of("type", "json_object")));
        assertThat(Wire.content(object)).isEqualTo(EXPECTED);
    }

    @Test
    void reasoningStandsApart() {
        final var body = with(with(TINY, "max_tokens", 100), "response_format", Map.of("type", "lark_grammar",
                "lark_grammar", "start: \"<think>\\nweather\\n</think>\\n\\nNo rain.\""));
        final JsonObject answer = answered(body);
        assertThat(Wire.content(answer)).isEqualTo("No rain.");
        assertThat(Wire.message(answer).string("reasoning_content")).contains("weather");
        assertThat(answer.object("usage").orElseThrow().object("completion_tokens_details").orElseThrow()
                .integer("reasoning_tokens").orElseThrow()).isPositive();
        final List<JsonObject> chunks = Wire.chunks(service.chat(with(body, "stream", true)));
        assertThat(Wire.joined(chunks, "reasoning_content")).isEqualTo("weather");
        assertThat(Wire.joined(chunks, "content")).isEqualTo("No rain.");
    }

    @Test
    void aDemandedCallIsMadeAndItsResultTaken() {
        final var body = with(with(with(TINY, "tools", TOOLS), "tool_choice", "required"), "max_tokens", 200);
        final var one = with(body, "parallel_tool_calls", false);
        final JsonObject answer = answered(one);
        assertThat(Wire.reason(answer)).isEqualTo("tool_calls");
        assertThat(Wire.message(answer).raw("content")).isNull();
        final JsonObject call = Wire.message(answer).objects("tool_calls").orElseThrow().getFirst();
        assertThat(call.object("function").orElseThrow().string("arguments").orElseThrow())
                .matches("\\{\"city\":\"(Paris|Lyon)\"}");
        final JsonObject next = answered(with(with(TINY, "tools", TOOLS), "messages",
                List.of(Map.of("role", "user", "content", "Rain in Paris?"), Wire.message(answer).asMap(),
                        Map.of("role", "tool", "tool_call_id", call.string("id").orElseThrow(), "content",
                                "{\"rain\": true}"))));
        assertThat(next.object("usage").orElseThrow().integer("prompt_tokens").orElseThrow())
                .isGreaterThan(answer.object("usage").orElseThrow().integer("prompt_tokens").orElseThrow());
        final List<JsonObject> deltas = Wire.chunks(service.chat(with(one, "stream", true))).stream()
                .map(it -> Wire.choice(it).object("delta").orElseThrow())
                .flatMap(it -> it.objects("tool_calls").orElse(List.of()).stream()).toList();
        assertThat(deltas.getFirst().keys()).containsExactly("index", "id", "type", "function");
        assertThat(deltas.stream().map(it -> it.object("function").orElseThrow().string("arguments")
                .orElseThrow()).collect(Collectors.joining())).startsWith("{\"city\":");
    }

    @Test
    void tokensOfAConversationAreCounted() {
        final JsonObject count = service.post("/v1/chat/completions/tokenizer/encode/count", KITCHEN)
                .answer();
        assertThat(count.integer("tokenCount")).hasValue(35);
    }

    @Test
    void aClientThatGoesAwayEndsItsAnswer() {
        final FakeCall call = new FakeCall(JsonFiles
                .compact(with(with(TINY, "stream", true), "max_tokens", 400))).goneAfter(4);
        assertThatThrownBy(() -> service.call("POST /v1/chat/completions", call))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(call.cancellation().isCancelled()).isTrue();
        assertThat(call.sent()).hasSize(4);
    }
}
