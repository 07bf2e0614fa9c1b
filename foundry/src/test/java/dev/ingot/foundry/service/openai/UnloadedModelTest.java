package dev.ingot.foundry.service.openai;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.CancelledException;
import dev.ingot.json.JsonFiles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that has its model, and has not begun to generate when the model is taken away. */
@ExtendWith(ServiceResolver.class)
final class UnloadedModelTest {

    private static final Map<String, Object> BODY = Map.of("model", "tiny", "prompt", List.of(5, 6), "input",
            "Hi",
            "messages", List.of(Map.of("role", "user", "content", "Hi")));
    private static final Map<String, List<String>> NEEDED = Map.of("/v1/chat/completions",
            List.of("model", "messages"), "/v1/completions", List.of("model", "prompt"), "/v1/responses",
            List.of("model", "input"), "/v1/embeddings", List.of("model", "input"));

    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat/completions", "/v1/completions", "/v1/responses", "/v1/embeddings"})
    void endsAsCancelledAndNotAsAFault(final String path, final Service service) {
        final var body = new LinkedHashMap<>(BODY);
        body.keySet().retainAll(NEEDED.getOrDefault(path, List.of()));
        final var call = new FakeCall(JsonFiles.compact(body)).atWork(() -> service.unload("tiny"));
        assertThatThrownBy(() -> service.call("POST " + path, call)).isInstanceOf(CancelledException.class)
                .hasMessage("tiny:0 is being unloaded");
    }
}
