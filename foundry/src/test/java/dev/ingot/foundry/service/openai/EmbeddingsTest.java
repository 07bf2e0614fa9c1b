package dev.ingot.foundry.service.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ingot.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Texts as vectors. */
@ExtendWith(ServiceResolver.class)
final class EmbeddingsTest {

    private static final Map<String, Object> BEANS = Map.of("model", "tiny", "input", "three rows of beans");

    private static Service service;

    @BeforeAll
    static void begin(final Service shared) {
        service = shared;
    }

    private static JsonObject ask(final Map<String, ? extends @Nullable Object> body) {
        final JsonObject answer = service.post("/v1/embeddings", body).answer();
        assertThat(answer.string("object")).contains("list");
        assertThat(answer.object("usage").orElseThrow().integer("prompt_tokens").orElseThrow()).isPositive();
        return answer;
    }

    private static List<Double> vector(final Map<String, ? extends @Nullable Object> body) {
        return ask(body).objects("data").orElseThrow().getFirst().numbers("embedding").orElseThrow();
    }

    private static double length(final List<Double> vector) {
        return Math.sqrt(vector.stream().mapToDouble(it -> it * it).sum());
    }

    @Test
    void aTextIsAVectorOfLengthOne() {
        final List<Double> vector = vector(BEANS);
        assertThat(vector).hasSize(64);
        assertThat(length(vector)).isCloseTo(1, within(1e-6));
    }

    @Test
    void base64HoldsTheSameNumbers() {
        final String text = ask(Service.with(BEANS, "encoding_format", "base64")).objects("data")
                .orElseThrow()
                .getFirst().string("embedding").orElseThrow();
        final var floats = ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        final List<Double> numbers = vector(BEANS);
        assertThat(floats.remaining()).isEqualTo(numbers.size());
        for (final double it : numbers) {
            assertThat((float) it).isEqualTo(floats.get());
        }
    }

    @Test
    void fewerDimensionsAreTheFirstOnesAtLengthOne() {
        final List<Double> whole = vector(BEANS);
        final List<Double> some = vector(Service.with(BEANS, "dimensions", 8));
        assertThat(some).hasSize(8);
        assertThat(length(some)).isCloseTo(1, within(1e-6));
        assertThat(some.get(3) / some.get(0)).isCloseTo(whole.get(3) / whole.get(0), within(1e-5));
    }

    @Test
    void severalTextsAndTokensKeepTheirOrder() {
        final var data = ask(Service.with(BEANS, "input", List.of("peas", "three rows of beans")))
                .objects("data").orElseThrow();
        assertThat(data).extracting(it -> it.integer("index").orElseThrow()).containsExactly(0, 1);
        assertThat(data.getLast().numbers("embedding").orElseThrow()).isEqualTo(vector(BEANS));
        assertThat(ask(Service.with(BEANS, "input", List.of(List.of(5, 6), List.of(7)))).objects("data")
                .orElseThrow()).hasSize(2);
        assertThat(vector(Service.with(BEANS, "input", List.of(5, 6)))).hasSize(64);
    }
}
