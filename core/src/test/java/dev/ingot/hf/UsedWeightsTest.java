package dev.ingot.hf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.ModelFormatException;
import org.junit.jupiter.api.Test;

class UsedWeightsTest {

    @Test
    void remembersWhatWasRead() {
        try (var model = HfModel.open(Fixtures.model("qwen2"))) {
            final var weights = new UsedWeights(model.weights());
            assertThat(weights.unused()).isEqualTo(model.weights().names());
            assertThat(weights.matrix("model.embed_tokens.weight", 640, 64).rows()).isEqualTo(640);
            assertThat(weights.vector("model.norm.weight", 64)).hasSize(64);
            assertThat(weights.unused()).hasSize(36)
                    .doesNotContain("model.embed_tokens.weight", "model.norm.weight");
        }
    }

    @Test
    void lookingIsNotReading() {
        try (var model = HfModel.open(Fixtures.model("qwen2"))) {
            final var weights = new UsedWeights(model.weights());
            assertThat(weights.rows("model.embed_tokens.weight")).isEqualTo(640);
            assertThat(weights.has("model.norm.weight")).isTrue();
            assertThatThrownBy(() -> weights.vector("model.norm.weight", 65))
                    .isInstanceOf(ModelFormatException.class);
            assertThat(weights.unused()).hasSize(38);
        }
    }
}
