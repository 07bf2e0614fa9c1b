package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private void assertSwitchedEqualsMerged(final Path base) throws IOException {
        final Path adapter = Files.createDirectories(work.resolve("adapter"));
        new Checkpoint(tensors).write(adapter.resolve("adapter_model.safetensors"));
        Files.writeString(adapter.resolve("adapter_config.json"),
                "{\"peft_type\": \"LORA\", \"r\": " + RANK + ", \"lora_alpha\": 6}");
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
