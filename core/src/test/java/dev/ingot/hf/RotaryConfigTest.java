package dev.ingot.hf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.UnsupportedModelException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What config.json says of rotation. */
class RotaryConfigTest extends ConfigFileTests {

    @Test
    void readsTheSecondRotaryBaseOfGemma3() {
        final ModelConfig config = ModelConfigReader.read(Fixtures.model("gemma3").resolve("config.json"));
        assertThat(config.rotary().theta()).isEqualTo(1e6);
        assertThat(LayerRotary.ofSlidingLayers(config))
                .contains(new RotaryConfig(1e4, 1, new RotaryScaling.None()));
        assertThat(LayerRotary.ofSlidingLayers(
                ModelConfigReader.read(Fixtures.model("gemma2").resolve("config.json")))).isEmpty();
    }

    /** What transformers takes for nested settings without a base: the older layout's keys, else the class's. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {"; 1e6; 1e4",
            "\"rope_local_base_freq\": 7, \"rope_theta\": 9,; 9; 7"})
    void aBaseMayBeMissingInNestedRotarySettings(final @Nullable String keys, final double full,
            final double sliding) throws IOException {
        final ModelConfig config = read("gemma3_text", ", " + (keys == null ? "" : keys)
                + "\"rope_parameters\": {\"sliding_attention\": {\"rope_type\": \"default\"}, "
                + "\"full_attention\": {\"rope_type\": \"linear\", \"factor\": 8}}");
        assertThat(config.rotary()).isEqualTo(new RotaryConfig(full, 1, new RotaryScaling.Linear(8)));
        assertThat(LayerRotary.ofSlidingLayers(config))
                .contains(new RotaryConfig(sliding, 1, new RotaryScaling.None()));
    }

    @Test
    void layersWithoutRotationAreListedOrPeriodic() throws IOException {
        assertThat(LayerRotary.unrotatedLayers(read("smollm3", ", \"no_rope_layers\": [1, 0]")))
                .containsExactly(1);
        assertThat(LayerRotary.unrotatedLayers(read("smollm3", ", \"no_rope_layer_interval\": 2")))
                .containsExactly(1);
        assertThat(LayerRotary.unrotatedLayers(read("smollm3", ""))).isEmpty();
        for (final String list : List.of("[1]", "[1, 2]", "[1, -1]")) {
            final ModelConfig config = read("smollm3", ", \"no_rope_layers\": " + list);
            assertThatThrownBy(() -> LayerRotary.unrotatedLayers(config))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("no_rope_layers: expected a list of 2, 0 or 1 per layer");
        }
    }

    @Test
    void readsEveryKindOfRotaryScaling() throws IOException {
        assertThat(scaling("\"type\": \"linear\", \"factor\": 4")).isEqualTo(new RotaryScaling.Linear(4));
        assertThat(scaling("\"rope_type\": \"dynamic\", \"factor\": 2"))
                .isEqualTo(new RotaryScaling.Dynamic(2));
        assertThat(scaling("\"rope_type\": \"default\"")).isEqualTo(new RotaryScaling.None());
        assertThat(
                scaling("\"rope_type\": \"yarn\", \"factor\": 4, \"original_max_position_embeddings\": 1024, "
                        + "\"type\": \"yarn\""))
                .isEqualTo(new RotaryScaling.Yarn(4, 32, 1, true, 0.1 * Math.log(4) + 1, 1024));
        assertThat(scaling(
                "\"rope_type\": \"yarn\", \"factor\": 4, \"attention_factor\": 2, \"truncate\": false, "
                        + "\"beta_fast\": 8, \"beta_slow\": 2"))
                .isEqualTo(new RotaryScaling.Yarn(4, 8, 2, false, 2, 4096));
        final var mscale = (RotaryScaling.Yarn) scaling(
                "\"rope_type\": \"yarn\", \"factor\": 40, \"mscale\": 0.5, "
                        + "\"mscale_all_dim\": 1");
        assertThat(mscale.attentionFactor()).isCloseTo(
                (0.05 * Math.log(40) + 1) / (0.1 * Math.log(40) + 1), within(1e-12));
    }

    @Test
    void readsLongRope() {
        final ModelConfig config = ModelConfigReader
                .read(Fixtures.model("phi4mini_longrope").resolve("config.json"));
        assertThat(config.rotary().partialFactor()).isEqualTo(0.75);
        assertThat(config.rotary().scaling()).isInstanceOfSatisfying(RotaryScaling.LongRope.class, rope -> {
            assertThat(rope.originalContext()).isEqualTo(96);
            assertThat(rope.shortFactors()).hasSize(12).startsWith(1.0, 1.0138);
            assertThat(rope.longFactors()).hasSize(12).endsWith(7.8305, 7.4671);
            assertThat(rope.attentionFactor()).isCloseTo(Math.sqrt(1 + Math.log(4) / Math.log(96)),
                    within(1e-12));
        });
    }

    @Test
    void phi3HasAnOriginalContextEvenIfNoKeySaysSo() throws IOException {
        final String factors = IntStream.range(0, 64).mapToObj(j -> "1.5").collect(Collectors.joining(", "));
        final var config = read("phi3", ", \"rope_scaling\": {\"type\": \"longrope\", \"short_factor\": ["
                + factors + "], \"long_factor\": [" + factors + "]}");
        assertThat(config.rotary().scaling()).isInstanceOfSatisfying(RotaryScaling.LongRope.class,
                rope -> assertThat(rope.originalContext()).isEqualTo(4096));
    }

    @Test
    void partialFactorMayStandInsideTheSettings() throws IOException {
        final ModelConfig config = read("phi3", ", \"rope_parameters\": {\"rope_type\": \"default\", "
                + "\"rope_theta\": 7, \"partial_rotary_factor\": 0.25}, \"rope_theta\": 5");
        assertThat(config.rotary()).isEqualTo(new RotaryConfig(7, 0.25, new RotaryScaling.None()));
    }

    /** Their classes pass over it or fail, depending on the version. */
    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen3", "gemma2", "smollm3"})
    void aPartialFactorIsRefusedWhereWholeHeadsAreRotated(final String type) throws IOException {
        assertThat(read(type, ", \"partial_rotary_factor\": 1.0").rotary().partialFactor()).isEqualTo(1);
        assertRefused(type, ", \"partial_rotary_factor\": 0.5", UnsupportedModelException.class,
                "partial_rotary_factor: expected 1, since " + type + " rotates whole heads, found 0.5");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "\"rope_type\": \"mrope\"; rope_type: expected one of default, linear, dynamic, llama3, yarn, longrope, su, "
                    + "found \"mrope\"",
            "\"type\": \"ntk\"; type: expected one of default, linear, dynamic, llama3, yarn, longrope, su, found \"ntk\"",
            "\"type\": \"linear\", \"factor\": 2, \"beta_fast\": 3; beta_fast: expected only the keys factor, "
                    + "partial_rotary_factor, rope_theta, rope_type, type in rotary settings of this type, found beta_fast"})
    void refusesUnknownRotarySettingsByName(final String settings, final String message) throws IOException {
        assertRefused("llama", ", \"rope_scaling\": {" + settings + "}", UnsupportedModelException.class,
                "rope_scaling." + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "\"factor\": 2; rope_type: expected one of default, linear, dynamic, llama3, yarn, longrope, su, found nothing",
            "\"type\": \"linear\"; factor: expected a finite number above 0, found nothing",
            "\"type\": \"linear\", \"factor\": 0.5; factor: expected a number >= 1, found 0.5",
            "\"type\": \"linear\", \"factor\": \"2\"; factor: expected a number, found \"2\"",
            "\"type\": \"linear\", \"rope_type\": \"yarn\"; "
                    + "type: expected the same as rope_type (\"yarn\"), found \"linear\"",
            "\"rope_type\": \"llama3\", \"factor\": 8, \"low_freq_factor\": 4, \"high_freq_factor\": 1; "
                    + "high_freq_factor: expected a number above low_freq_factor (4.0), found 1.0",
            "\"rope_type\": \"longrope\", \"original_max_position_embeddings\": 64, \"short_factor\": [1], "
                    + "\"long_factor\": [1]; short_factor: expected a list of 64 finite numbers above 0, found a list of 1"})
    void refusesMalformedRotarySettings(final String settings, final String message) throws IOException {
        assertRefused("llama", ", \"rope_scaling\": {" + settings + "}", ModelFormatException.class,
                "rope_scaling." + message);
    }

    @Test
    void gptOssStretchesItsContextUnlessTheFileSaysOtherwise() throws IOException {
        final var standard = read("gpt_oss", "").rotary();
        assertThat(read("gpt_oss", ", \"rope_scaling\": null").rotary()).isEqualTo(standard);
        assertThat(read("gpt_oss",
                ", \"rope_scaling\": {\"rope_type\": \"yarn\", \"factor\": 32, \"beta_fast\": 32, "
                        + "\"beta_slow\": 1, \"truncate\": false, \"original_max_position_embeddings\": 4096}")
                .rotary())
                .isEqualTo(standard);
        assertThat(read("gpt_oss", ", \"rope_parameters\": {\"rope_type\": \"default\"}").rotary().scaling())
                .isEqualTo(new RotaryScaling.None());
    }

    private RotaryScaling scaling(final String settings) throws IOException {
        return read("llama", ", \"rope_scaling\": {" + settings + "}").rotary().scaling();
    }
}
