package dev.ingot.foundry.service.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.json.JsonObject;
import java.util.List;

/** What OpenAI's reference says that answers look like. */
final class Wire {

    private Wire() {}

    static JsonObject choice(final JsonObject answer) {
        return answer.objects("choices").orElseThrow().getFirst();
    }

    static JsonObject message(final JsonObject answer) {
        return choice(answer).object("message").orElseThrow();
    }

    static String content(final JsonObject answer) {
        return message(answer).string("content").orElseThrow();
    }

    static String reason(final JsonObject answer) {
        return choice(answer).string("finish_reason").orElseThrow();
    }

    /** Checks a whole chat completion. */
    static JsonObject completion(final JsonObject answer) {
        head(answer, "chatcmpl-", "chat.completion");
        for (final JsonObject choice : answer.objects("choices").orElseThrow()) {
            assertThat(choice.keys()).containsExactly("index", "message", "logprobs", "finish_reason");
            assertThat(choice.string("finish_reason").orElseThrow()).isIn("stop", "length", "tool_calls");
            final JsonObject message = choice.object("message").orElseThrow();
            assertThat(message.keys()).contains("role", "content", "refusal");
            assertThat(message.string("role")).contains("assistant");
            message.objects("tool_calls").orElse(List.of()).forEach(call -> {
                assertThat(call.string("id").orElseThrow()).startsWith("call_");
                assertThat(call.string("type")).contains("function");
                final JsonObject function = call.object("function").orElseThrow();
                assertThat(function.string("name").orElseThrow()).isNotEmpty();
                assertThat(function.string("arguments").orElseThrow()).startsWith("{");
            });
        }
        usage(answer);
        return answer;
    }

    private static void head(final JsonObject answer, final String prefix, final String kind) {
        assertThat(answer.string("id").orElseThrow()).matches(prefix + "[A-Za-z0-9]{24}");
        assertThat(answer.string("object")).contains(kind);
        assertThat(answer.integer("created").orElseThrow()).isGreaterThan(1_700_000_000);
        assertThat(answer.string("model").orElseThrow()).isNotEmpty();
    }

    private static void usage(final JsonObject answer) {
        final JsonObject usage = answer.object("usage").orElseThrow();
        assertThat(usage.integer("total_tokens").orElseThrow())
                .isEqualTo(usage.integer("prompt_tokens").orElseThrow()
                        + usage.integer("completion_tokens").orElseThrow());
        assertThat(usage.object("prompt_tokens_details").orElseThrow().integer("cached_tokens").orElseThrow())
                .isBetween(0, usage.integer("prompt_tokens").orElseThrow());
        assertThat(usage.object("completion_tokens_details").orElseThrow().integer("reasoning_tokens")
                .orElseThrow()).isBetween(0, usage.integer("completion_tokens").orElseThrow());
    }

    /** Checks the chunks of a chat completion of one choice. */
    static List<JsonObject> chunks(final FakeCall call) {
        assertThat(call.isDone()).isTrue();
        final List<JsonObject> chunks = call.chunks();
        chunks.forEach(it -> head(it, "chatcmpl-", "chat.completion.chunk"));
        assertThat(chunks.stream().map(it -> it.string("id")).distinct()).hasSize(1);
        final JsonObject first = choice(chunks.getFirst()).object("delta").orElseThrow();
        assertThat(first.string("role")).contains("assistant");
        assertThat(first.string("content")).contains("");
        assertThat(chunks.stream().flatMap(it -> it.objects("choices").orElseThrow().stream())
                .filter(it -> it.has("finish_reason"))).hasSize(1);
        return chunks;
    }

    /** Puts the pieces of a stream's only choice together. */
    static String joined(final List<JsonObject> chunks, final String key) {
        final var text = new StringBuilder();
        for (final JsonObject chunk : chunks) {
            chunk.objects("choices").orElseThrow().stream().map(it -> it.object("delta").orElseThrow())
                    .forEach(it -> it.string(key).ifPresent(text::append));
        }
        return text.toString();
    }

    /** Checks a response. */
    static JsonObject response(final JsonObject response) {
        assertThat(response.string("id").orElseThrow()).matches("resp_[A-Za-z0-9]{24}");
        assertThat(response.string("object")).contains("response");
        assertThat(response.string("status").orElseThrow()).isIn("completed", "incomplete");
        assertThat(response.keys()).contains("created_at", "error", "incomplete_details", "instructions",
                "metadata", "model", "output", "parallel_tool_calls", "temperature", "tool_choice", "tools",
                "top_p", "previous_response_id", "text", "usage", "truncation");
        for (final JsonObject item : response.objects("output").orElseThrow()) {
            switch (item.string("type").orElseThrow()) {
                case "message" -> {
                    assertThat(item.string("id").orElseThrow()).startsWith("msg_");
                    assertThat(item.objects("content").orElseThrow().getFirst().string("text")).isPresent();
                }
                case "reasoning" -> assertThat(item.string("id").orElseThrow()).startsWith("rs_");
                case "function_call" ->
                    assertThat(item.keys()).contains("call_id", "name", "arguments", "status");
                case String other -> throw new AssertionError(other);
            }
        }
        final JsonObject usage = response.object("usage").orElseThrow();
        assertThat(usage.integer("total_tokens").orElseThrow()).isEqualTo(
                usage.integer("input_tokens").orElseThrow() + usage.integer("output_tokens").orElseThrow());
        return response;
    }
}
