package dev.ingot.foundry.service.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ingot.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Plain texts and their continuations. */
@ExtendWith(ServiceResolver.class)
final class CompletionsTest {

    private static final String PROMPT = """
            <|im_start|>system
            You control the devices of a house.<|im_end|>
            <|im_start|>user
            Lower the kitchen lights to 59%.<|im_end|>
            <|im_start|>assistant
            """;
    private static final String EXPECTED = "{\"action\":\"set_brightness\",\"room\":\"kitchen\",\"value\":59}";
    private static final Map<String, Object> KITCHEN = Map.of("model", "hearth", "temperature", 0,
            "max_tokens", 40, "prompt", PROMPT);

    private static Service service;

    @BeforeAll
    static void begin(final Service shared) {
        service = shared;
    }

    private static FakeCall ask(final Map<String, ? extends @Nullable Object> body) {
        return service.post("/v1/completions", body);
    }

    private static List<JsonObject> choices(final Map<String, ? extends @Nullable Object> body) {
        final JsonObject answer = ask(body).answer();
        assertThat(answer.string("object")).contains("text_completion");
        assertThat(answer.string("id").orElseThrow()).startsWith("cmpl-");
        assertThat(answer.object("usage").orElseThrow().integer("total_tokens").orElseThrow()).isPositive();
        return answer.objects("choices").orElseThrow();
    }

    @Test
    void aTextIsContinuedWholeAndInChunks() {
        final JsonObject choice = choices(KITCHEN).getFirst();
        assertThat(choice.keys()).containsExactly("text", "index", "logprobs", "finish_reason");
        assertThat(choice.string("text")).contains(EXPECTED);
        assertThat(choice.string("finish_reason")).contains("stop");
        final FakeCall call = ask(Service.with(KITCHEN, "stream", true));
        assertThat(call.isDone()).isTrue();
        assertThat(call.chunks().stream().map(Wire::choice).map(it -> it.string("text").orElseThrow())
                .collect(Collectors.joining())).isEqualTo(EXPECTED);
        assertThat(Wire.choice(call.chunks().getLast()).string("finish_reason")).contains("stop");
    }

    @Test
    void sixteenTokensAreTheUsualLimit() {
        final var body = Map.of("model", "tiny", "temperature", 0, "prompt", List.of("one", "two"), "n", 2,
                "min_tokens", 16);
        final List<JsonObject> choices = choices(body);
        assertThat(choices).extracting(it -> it.integer("index").orElseThrow()).containsExactly(0, 1, 2, 3);
        assertThat(choices).extracting(it -> it.string("finish_reason").orElseThrow()).containsOnly("length");
        assertThat(choices.get(0).string("text")).isEqualTo(choices.get(1).string("text"));
        assertThat(ask(body).answer().object("usage").orElseThrow().integer("completion_tokens"))
                .hasValue(64);
    }

    @Test
    void tokensAreTakenAsTheyAre() {
        final var ids = Service.with(Map.of("model", "tiny", "temperature", 0), "prompt", List.of(5, 6, 7));
        assertThat(choices(ids).getFirst().string("text"))
                .isEqualTo(choices(Service.with(ids, "prompt", List.of(List.of(5, 6, 7)))).getFirst()
                        .string("text"));
    }

    @Test
    void logprobsStandSideBySideWithTheirTokens() {
        final JsonObject found = choices(Service.with(KITCHEN, "logprobs", 2)).getFirst().object("logprobs")
                .orElseThrow();
        assertThat(String.join("", found.strings("tokens").orElseThrow())).isEqualTo(EXPECTED);
        final int count = found.strings("tokens").orElseThrow().size();
        assertThat(found.numbers("token_logprobs").orElseThrow()).hasSize(count).allMatch(it -> it <= 0);
        assertThat(found.objects("top_logprobs").orElseThrow()).hasSize(count)
                .allMatch(it -> it.keys().size() == 2);
        assertThat(found.integers("text_offset")).hasSize(count).startsWith(0).isSorted();
    }

    @Test
    void eachOfSeveralContinuationsRepeatsTheScoreOfItsPrompt() {
        final var body = Map.of("model", "tiny", "prompt", List.of(List.of(5, 6, 7), List.of(8, 9)), "n", 3,
                "echo", true, "logprobs", 2, "max_tokens", 2, "seed", 1);
        final List<JsonObject> choices = choices(body);
        assertThat(choices).hasSize(6);
        for (int i = 0; i < choices.size(); i++) {
            final int length = i < 3 ? 3 : 2;
            final JsonObject found = choices.get(i).object("logprobs").orElseThrow();
            final JsonObject first = choices.get(i < 3 ? 0 : 3).object("logprobs").orElseThrow();
            for (final String key : List.of("tokens", "token_logprobs", "top_logprobs", "text_offset")) {
                final List<?> values = Objects.requireNonNull((List<?>) found.raw(key));
                assertThat(values).as(key).hasSize(length + 2);
                assertThat(values.subList(0, length)).as(key).isEqualTo(
                        Objects.requireNonNull((List<?>) first.raw(key)).subList(0, length));
            }
        }
    }

    /** What test harnesses ask to know how probable a text is: nothing is generated. */
    @Test
    void aTextIsScored() {
        final var body = Service.with(Service.with(Service.with(Service.with(KITCHEN, "echo", true),
                "logprobs", 1), "max_tokens", 0), "prompt", PROMPT + EXPECTED);
        final JsonObject choice = choices(body).getFirst();
        assertThat(choice.string("text")).contains(PROMPT + EXPECTED);
        final List<?> scores = Objects
                .requireNonNull((List<?>) choice.object("logprobs").orElseThrow().raw("token_logprobs"));
        final List<Double> generated = choices(Service.with(KITCHEN, "logprobs", 1)).getFirst()
                .object("logprobs").orElseThrow().numbers("token_logprobs").orElseThrow();
        assertThat(scores.getFirst()).isNull();
        for (int i = 0; i < generated.size(); i++) {
            final Object score = scores.get(scores.size() - generated.size() + i);
            assertThat(((Number) score).doubleValue()).isCloseTo(generated.get(i), within(1e-3));
        }
    }
}
