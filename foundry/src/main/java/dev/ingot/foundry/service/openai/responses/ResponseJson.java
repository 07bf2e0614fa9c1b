package dev.ingot.foundry.service.openai.responses;

import dev.ingot.foundry.service.openai.answer.Json;
import dev.ingot.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The object {@code response}, which repeats what was asked for.
 *
 * @param request what was asked for
 * @param id      of the response
 * @param created seconds since 1970
 */
record ResponseJson(ResponseRequest request, String id, long created) {

    /** Returns the response in a state; {@code extra} replaces members of it. */
    Map<String, @Nullable Object> in(final String status,
            final List<Map<String, @Nullable Object>> output,
            final Map<String, ? extends @Nullable Object> extra) {
        final JsonObject body = request.body();
        return Json.of("id", id).and("object", "response").and("created_at", created).and("status", status)
                .and("background", false).and("error", null).and("incomplete_details", null)
                .and("instructions", body.raw("instructions"))
                .and("max_output_tokens", body.raw("max_output_tokens"))
                .and("model", request.model()).and("output", List.copyOf(output))
                .and("parallel_tool_calls", body.bool("parallel_tool_calls").orElse(true))
                .and("previous_response_id", body.raw("previous_response_id"))
                .and("reasoning", Json.of("effort", effort(body)).and("summary", null).map())
                .and("store", request.store()).and("temperature", body.raw("temperature"))
                .and("text", given(body, "text", Map.of("format", Map.of("type", "text"))))
                .and("tool_choice", given(body, "tool_choice", "auto"))
                .and("tools", given(body, "tools", List.of())).and("top_p", body.raw("top_p"))
                .and("truncation", given(body, "truncation", "disabled")).and("usage", null)
                .and("user", body.raw("user")).and("metadata", given(body, "metadata", Map.of()))
                .andAll(extra).map();
    }

    private static @Nullable Object effort(final JsonObject body) {
        return body.object("reasoning").map(it -> it.raw("effort")).orElse(null);
    }

    private static Object given(final JsonObject body, final String key, final Object usual) {
        final @Nullable Object value = body.raw(key);
        return value == null ? usual : value;
    }
}
