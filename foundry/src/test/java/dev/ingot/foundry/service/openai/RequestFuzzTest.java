package dev.ingot.foundry.service.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Valid requests with something changed: each is answered well, or refused with a status below 500. */
@ExtendWith(ServiceResolver.class)
final class RequestFuzzTest {

    private static final int ROUNDS = 1000;
    private static final Map<String, ?> SCHEMA = Map.of("type", "object", "properties",
            Map.of("city", Map.of("type", "string", "maxLength", 4)), "required", List.of("city"),
            "additionalProperties", false);
    private static final List<Map.Entry<String, Map<String, Object>>> REQUESTS = List.of(
            Map.entry("/v1/chat/completions", Map.of("model", "tiny", "max_tokens", 2, "temperature", 0.5,
                    "top_p", 0.9, "seed", 4, "stop", List.of("x"), "stream", false, "logit_bias",
                    Map.of("7", -100), "response_format", Map.of("type", "text"))),
            Map.entry("/v1/chat/completions", Map.of("model", "tiny", "max_completion_tokens", 2, "stream",
                    true, "stream_options", Map.of("include_usage", true), "n", 2, "logprobs", true,
                    "top_logprobs", 1)),
            Map.entry("/v1/chat/completions", Map.of("model", "tiny", "max_tokens", 2, "tools",
                    List.of(Map.of("type", "function", "function",
                            Map.of("name", "f", "strict", true, "parameters", SCHEMA))),
                    "tool_choice", "auto", "parallel_tool_calls", false)),
            Map.entry("/v1/completions", Map.of("model", "tiny", "prompt", List.of("a", "b"), "max_tokens", 2,
                    "echo", true, "logprobs", 1)),
            Map.entry("/v1/embeddings", Map.of("model", "tiny", "input", List.of("a", "b"),
                    "encoding_format", "base64", "dimensions", 4)),
            Map.entry("/v1/responses", Map.of("model", "tiny", "max_output_tokens", 2, "instructions", "Be.",
                    "store", false, "stream", true, "tools",
                    List.of(Map.of("type", "function", "name", "f", "parameters", SCHEMA)), "input", List.of(
                            Map.of("role", "user", "content", "Hi"),
                            Map.of("type", "function_call", "call_id", "c1", "name", "f", "arguments", "{}"),
                            Map.of("type", "function_call_output", "call_id", "c1", "output", "1")))));
    private static final List<?> MESSAGES = List.of(Map.of("role", "system", "content", "Be."),
            Map.of("role", "user", "content", List.of(Map.of("type", "text", "text", "Hi"))),
            Map.of("role", "assistant", "content", "", "tool_calls",
                    List.of(Map.of("id", "c1", "type", "function", "function",
                            Map.of("name", "f", "arguments", "{\"city\": \"P\"}")))),
            Map.of("role", "tool", "tool_call_id", "c1", "content", "1"));

    private static Service service;

    @BeforeAll
    static void begin(final Service shared) {
        service = shared;
    }

    private static @Nullable Object odd(final SplittableRandom random) {
        return switch (random.nextInt(16)) {
            case 0 -> null;
            case 1 -> true;
            case 2 -> -1;
            case 3 -> 0;
            case 4 -> 1e300;
            case 5 -> Long.MAX_VALUE;
            case 6 -> "";
            case 7 -> "\u0000\uD800";
            case 8 -> "required";
            case 9 -> List.of();
            case 10 -> Map.of();
            case 11 -> List.of(Map.of("type", "text"));
            case 12 -> Map.of("type", "json_object");
            case 13 -> List.of(1, "a", List.of());
            case 14 -> "none";
            default -> "x".repeat(3000);
        };
    }

    /** Changes one place, wherever it is. */
    private static @Nullable Object changed(final @Nullable Object value, final SplittableRandom random) {
        if (value instanceof Map<?, ?> map && !map.isEmpty() && random.nextInt(5) > 0) {
            final var copy = new LinkedHashMap<Object, @Nullable Object>(map);
            final var keys = new ArrayList<>(copy.keySet());
            final Object key = keys.get(random.nextInt(keys.size()));
            switch (random.nextInt(8)) {
                case 0 -> copy.remove(key);
                case 1 -> copy.put(key + "s", copy.get(key));
                default -> copy.put(key, changed(copy.get(key), random));
            }
            return copy;
        }
        if (value instanceof List<?> list && !list.isEmpty() && random.nextInt(5) > 0) {
            final var copy = new ArrayList<@Nullable Object>(list);
            final int at = random.nextInt(copy.size());
            switch (random.nextInt(6)) {
                case 0 -> copy.remove(at);
                case 1 -> copy.add(copy.get(at));
                default -> copy.set(at, changed(copy.get(at), random));
            }
            return copy;
        }
        return odd(random);
    }

    @Test
    void nothingFailsWithinTheService() {
        final var random = new SplittableRandom(29);
        int answered = 0;
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            final var request = REQUESTS.get(random.nextInt(REQUESTS.size()));
            final var body = new LinkedHashMap<String, @Nullable Object>(request.getValue());
            if (request.getKey().endsWith("/chat/completions")) {
                body.put("messages", MESSAGES);
            }
            final Object odd = changed(body, random);
            final String text = JsonFiles.compact(odd == null ? "null" : odd);
            final var call = new FakeCall(text);
            try {
                service.call("POST " + request.getKey(), call);
                answered++;
                check(request.getKey(), call);
            } catch (RuntimeException e) {
                refused++;
                final HttpFailure failure = HttpFailure.of(e);
                assertThat(failure.status()).as("%s: %s", text, e).isBetween(400, 499);
                assertThat(call.isStreaming()).as("refused before anything is sent: %s", text).isFalse();
                assertThat(String.valueOf(failure.getMessage())).as(text).isNotBlank();
            }
        }
        assertThat(answered).isGreaterThan(ROUNDS / 10);
        assertThat(refused).isGreaterThan(ROUNDS / 10);
    }

    private static void check(final String path, final FakeCall call) {
        if (call.isStreaming()) {
            final JsonObject last = call.chunks().getLast();
            if (path.endsWith("/responses")) {
                Wire.response(last.object("response").orElseThrow());
            } else {
                assertThat(call.isDone()).isTrue();
                assertThat(last.string("object")).isPresent();
            }
        } else if (path.endsWith("/chat/completions")) {
            Wire.completion(call.answer());
        } else if (path.endsWith("/responses")) {
            Wire.response(call.answer());
        } else {
            assertThat(call.answer().string("object")).isPresent();
        }
    }
}
