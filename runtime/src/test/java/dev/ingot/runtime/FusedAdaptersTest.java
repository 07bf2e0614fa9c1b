package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.Pipeline;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.runtime.reference.QwenMixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adapters of modules that the graph takes apart, and of the head. */
final class FusedAdaptersTest {

    private static final int HIDDEN = 64;
    private static final int RANK = 3;

    @TempDir
    private Path work;

    private final LinkedHashMap<String, Checkpoint.Stored> tensors = new LinkedHashMap<>();
    private final Random random = new Random(3);

    /** Query, key and value, and gate and up, are one module each in this checkpoint. */
    @Test
    void changePartsOfFusedModulesExactly() throws IOException {
        for (int layer = 0; layer < 3; layer++) {
            add("model.layers." + layer + ".self_attn.qkv_proj", 128, HIDDEN);
            add("model.layers." + layer + ".mlp.gate_up_proj", 192, HIDDEN);
        }
        assertSwitchedEqualsMerged(Fixtures.directory("phi3"));
    }

    @Test
    void changeTheHeadOfTiedAndUntiedModels() throws IOException {
        add("lm_head", 640, HIDDEN);
        assertSwitchedEqualsMerged(Fixtures.directory("phi3"));
        assertSwitchedEqualsMerged(Fixtures.directory("qwen2"));
    }

    /** Experts lie in nested graphs; the inputs that switch their adapters are the model's. */
    @Test
    void changeExpertsExactly() throws IOException {
        for (int layer = 0; layer < QwenMixture.LAYERS; layer++) {
            for (int expert = 0; expert < QwenMixture.EXPERTS; expert++) {
                final String module = "model.layers." + layer + ".mlp.experts." + expert + ".";
                add(module + "gate_proj", QwenMixture.WIDTH, HIDDEN);
                add(module + "down_proj", HIDDEN, QwenMixture.WIDTH);
            }
        }
        assertSwitchedEqualsMerged(new QwenMixture().write(work.resolve("source/mixture")));
    }

    /** What GPTQ has quantized stays as it is under a switched adapter, and is widened to be merged with one. */
    @Test
    void changeQuantizedCheckpointsExactly() throws IOException {
        for (int layer = 0; layer < 3; layer++) {
            add("model.layers." + layer + ".self_attn.q_proj", HIDDEN, HIDDEN);
            add("model.layers." + layer + ".self_attn.v_proj", 32, HIDDEN);
            add("model.layers." + layer + ".mlp.down_proj", HIDDEN, 128);
        }
        assertSwitchedEqualsMerged(Fixtures.directory("llama_gptq"));
    }

    /** The tensors of such a file have other names than the modules that an adapter changes, and queries another order. */
    @Test
    void changeTheMatricesOfGgufFilesExactly() throws IOException {
        for (int layer = 0; layer < 3; layer++) {
            add("model.layers." + layer + ".self_attn.q_proj", HIDDEN, HIDDEN);
            add("model.layers." + layer + ".self_attn.v_proj", 32, HIDDEN);
            add("model.layers." + layer + ".mlp.down_proj", HIDDEN, 128);
        }
        assertSwitchedEqualsMerged(Fixtures.directory("gguf").resolve("llama.gguf"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "use_dora  | model.layers.0.self_attn.q_proj.lora_magnitude_vector | use_dora",
            "lora_bias | model.layers.0.self_attn.q_proj.lora_B.bias           | lora_bias",
            "inference_mode | model.norm.bias                                  | base_model.model.model.norm.bias"})
    void thatDoMoreThanAddProductsCanOnlyBeMerged(final String key, final String tensor, final String named)
            throws IOException {
        add("model.layers.0.self_attn.q_proj", HIDDEN, HIDDEN);
        tensors.put("base_model.model." + tensor, Checkpoint.Stored.f32(numbers(HIDDEN), HIDDEN));
        final Path adapter = write(", \"" + key + "\": true");
        assertThatThrownBy(() -> Pipeline.from(Fixtures.directory("qwen2")).switchableAdapter("a", adapter)
                .toOnnx(work.resolve("out"))).isInstanceOf(UnsupportedModelException.class)
                .hasMessageStartingWith(adapter + ": " + named + " cannot be switched on and off")
                .hasMessageEndingWith("merge this adapter into a model of its own");
        assertThat(work.resolve("out")).doesNotExist();
    }

    private void add(final String module, final int out, final int in) {
        tensors.put("base_model.model." + module + ".lora_A.weight",
                Checkpoint.Stored.f32(numbers(RANK * in), RANK, in));
        tensors.put("base_model.model." + module + ".lora_B.weight",
                Checkpoint.Stored.f32(numbers(out * RANK), out, RANK));
    }

    private float[] numbers(final int count) {
        final var numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (random.nextGaussian() * 0.3);
        }
        return numbers;
    }

    private Path write(final String more) throws IOException {
        final Path adapter = Files.createDirectories(work.resolve("adapter"));
        new Checkpoint(tensors).write(adapter.resolve("adapter_model.safetensors"));
        Files.writeString(adapter.resolve("adapter_config.json"),
                "{\"peft_type\": \"LORA\", \"r\": " + RANK + ", \"lora_alpha\": 6" + more + "}");
        return adapter;
    }

    private void assertSwitchedEqualsMerged(final Path base) throws IOException {
        final Path adapter = write("");
        final String name = base.getFileName().toString();
        try (var merged = Generator
                .open(Pipeline.from(base).adapter(adapter).toOnnx(work.resolve(name + "-merged")));
                var switched = Generator
                        .open(Pipeline.from(base).switchableAdapter("a", adapter)
                                .toOnnx(work.resolve(name)))) {
            final int[] ids = switched.tokenizer().encode("turn on the lamp in the hall");
            final float[][] expected = merged.logits(ids);
            final var found = new float[ids.length][];
            switched.logits(ids, "a", (position, row) -> found[position] = row.clone());
            for (int i = 0; i < ids.length; i++) {
                final float largest = largest(expected[i]);
                assertThat(found[i]).containsExactly(expected[i], Offset.offset(largest * 1e-4f));
            }
            assertThat(switched.logits(ids)[0]).isNotEqualTo(found[0]);
        }
    }

    private static float largest(final float[] row) {
        float largest = 0;
        for (final float value : row) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
