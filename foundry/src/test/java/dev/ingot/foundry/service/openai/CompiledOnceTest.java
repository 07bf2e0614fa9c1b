package dev.ingot.foundry.service.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.CancelledException;
import dev.ingot.json.JsonFiles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Formats and tools that come with every request are compiled for the first of them. */
@ExtendWith(ServiceResolver.class)
final class CompiledOnceTest {

    private static final String PATH = "/v1/chat/completions";

    private static Service service;

    @BeforeAll
    static void begin(final Service shared) {
        service = shared;
    }

    private static Map<String, @Nullable Object> body(final String model) {
        final var body = new LinkedHashMap<String, @Nullable Object>();
        body.put("model", model);
        body.put("max_tokens", 40);
        body.put("messages", List.of(Map.of("role", "user", "content", "Where?")));
        return body;
    }

    private static Map<String, @Nullable Object> asked(final String model, final String... rooms) {
        return Service.with(body(model), "response_format", Map.of("type", "json_schema", "json_schema",
                Map.of("name", "place", "schema", Map.of("enum", List.of(rooms)))));
    }

    private static Map<String, @Nullable Object> tools(final String... rooms) {
        final var parameters = new LinkedHashMap<String, Object>();
        parameters.put("type", "object");
        parameters.put("properties", Map.of("room", Map.of("enum", List.of(rooms))));
        parameters.put("required", List.of("room"));
        parameters.put("additionalProperties", false);
        return Service.with(Service.with(body("tiny"), "tool_choice", "required"), "tools",
                List.of(Map.of("type", "function", "function",
                        Map.of("name", "go", "strict", true, "parameters", parameters))));
    }

    /** Returns how many were compiled for a request. */
    private static long compiled(final Map<String, @Nullable Object> body) {
        final long before = service.compiled();
        assertThat(service.post(PATH, body).status()).isEqualTo(200);
        return service.compiled() - before;
    }

    @Test
    void aFormatIsCompiledOnceForAllItsRequests() {
        assertThat(compiled(asked("hearth", "attic", "loft"))).as("read, and handed on to the model")
                .isEqualTo(1);
        assertThat(compiled(asked("hearth", "attic", "loft"))).isZero();
        assertThat(compiled(asked("hearth", "attic", "cellar"))).isEqualTo(1);
        assertThat(compiled(asked("hearth", "attic", "loft"))).isZero();
    }

    @Test
    void toolsAreCompiledOnceForAllTheirRequests() {
        assertThat(compiled(tools("attic", "hall"))).as("their schemas, and answers with them").isEqualTo(2);
        assertThat(compiled(tools("attic", "hall"))).isZero();
        assertThat(compiled(tools("attic", "garden"))).isEqualTo(2);
    }

    @Test
    void responsesShareThem() {
        final var body = new LinkedHashMap<String, @Nullable Object>();
        body.put("model", "hearth");
        body.put("input", "Where?");
        body.put("text", Map.of("format",
                Map.of("type", "json_schema", "name", "place", "schema",
                        Map.of("enum", List.of("roof", "yard")))));
        assertThat(compiled(asked("hearth", "roof", "yard"))).isEqualTo(1);
        final long before = service.compiled();
        assertThat(service.post("/v1/responses", body).status()).isEqualTo(200);
        assertThat(service.compiled()).isEqualTo(before);
    }

    @Test
    void nothingIsCompiledForWhoIsGone() {
        final long before = service.compiled();
        final var call = new FakeCall(JsonFiles.compact(asked("hearth", "nowhere", "elsewhere")));
        call.cancel();
        assertThatThrownBy(() -> service.call("POST " + PATH, call)).isInstanceOf(CancelledException.class);
        assertThat(service.compiled()).isEqualTo(before);
    }
}
