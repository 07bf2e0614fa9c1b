package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of a multimodal checkpoint the text model is taken; it says what it says alone. */
final class MultimodalCheckpointTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"gemma3, language_model.model., vision_tower.vision_model., multi_modal_projector.",
            "gemma3_v5layout, model.language_model., model.vision_tower., model.multi_modal_projector."})
    void theTextPartOfGemma3IsTaken(final String fixture, final String prefix, final String tower,
            final String projector) throws IOException {
        final Path source = Fixtures.directory(fixture);
        final Path nested = Files.createDirectory(directory.resolve("nested"));
        for (final String name : List.of("tokenizer.json", "tokenizer_config.json")) {
            Files.copy(source.resolve(name), nested.resolve(name));
        }
        final var tensors = new LinkedHashMap<String, Checkpoint.Stored>();
        Checkpoint.read(source.resolve("model.safetensors")).tensors()
                .forEach((name, tensor) -> tensors.put(name.replaceFirst("^model\\.", prefix), tensor));
        tensors.put(tower + "embeddings.position_embedding.weight",
                Checkpoint.Stored.f32(new float[4], 2, 2));
        tensors.put(projector + "mm_input_projection_weight", Checkpoint.Stored.f32(new float[4], 2, 2));
        new Checkpoint(tensors).write(nested.resolve("model.safetensors"));
        Files.writeString(nested.resolve("config.json"), JsonFiles.pretty(config(source), 2));
        check(nested, source);
    }

    /** What multimodal models have around their text model's configuration. */
    private static Map<String, Object> config(final Path source) {
        final var text = new LinkedHashMap<String, @Nullable Object>(
                JsonFiles.read(source.resolve("config.json")).asMap());
        text.remove("architectures");
        final var config = new LinkedHashMap<String, Object>();
        config.put("architectures", List.of("Gemma3ForConditionalGeneration"));
        config.put("model_type", "gemma3");
        config.put("eos_token_id", List.of(1, 9));
        config.put("text_config", text);
        config.put("vision_config", Map.of("hidden_size", 2));
        return config;
    }

    private void check(final Path nested, final Path source) {
        final var prompt = Fixtures.objects(Fixtures.golden(source).raw("prompts")).getFirst();
        final int[] ids = Fixtures.ids(prompt.get("input_ids"));
        final float[] expected = Fixtures.array(source.resolve("golden.safetensors"),
                Objects.toString(prompt.get("last_logits")));
        try (var generator = Generator.open(Fixtures.export(nested, directory.resolve("model")))) {
            assertThat(generator.logits(ids)[ids.length - 1]).containsExactly(expected, Offset.offset(1e-3f));
        }
    }
}
