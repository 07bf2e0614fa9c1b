package dev.ingot.hf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.error.UnsupportedModelException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files either open or are refused with an error of the house; anything else fails the test. */
class HfFuzzTest {

    private static final int ROUNDS = 2000;
    private static final int PREFIX = 8;

    @TempDir
    private Path temporary;

    @Test
    void damagedSafetensorsAreReadOrRefused() throws IOException {
        final Path file = temporary.resolve("x.safetensors");
        final byte[] valid = validFile(file);
        final int header = PREFIX + (int) ByteBuffer.wrap(valid).order(ByteOrder.LITTLE_ENDIAN).getLong();
        final var mutations = new Mutations(1);
        int opened = 0;
        for (int round = 0; round < ROUNDS; round++) {
            final byte[] damaged = mutations.damage(valid, header);
            if (round % 2 == 0 && damaged.length > PREFIX) {
                repairLength(damaged, header - valid.length + damaged.length);
            }
            Files.write(file, damaged);
            opened += survives(() -> readEverything(file)) ? 1 : 0;
        }
        assertThat(opened).isBetween(1, ROUNDS - 1);
    }

    private static byte[] validFile(final Path file) throws IOException {
        final var tensors = new LinkedHashMap<String, SafetensorsWriter.Data>();
        tensors.put("a.weight", new SafetensorsWriter.Data("F32", List.of(3, 4), new byte[48]));
        tensors.put("b.weight", new SafetensorsWriter.Data("BF16", List.of(5, 2), new byte[20]));
        tensors.put("c.bias", new SafetensorsWriter.Data("F16", List.of(7), new byte[14]));
        tensors.put("d", new SafetensorsWriter.Data("I64", List.of(), new byte[8]));
        SafetensorsWriter.write(file, tensors);
        return Files.readAllBytes(file);
    }

    /** Makes the length right again, so that the damage is met by the JSON rules and not by the size check. */
    private static void repairLength(final byte[] bytes, final int header) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, Math.max(0, header - PREFIX));
    }

    private static void readEverything(final Path file) {
        try (var tensors = Safetensors.open(file); var arena = Arena.ofConfined()) {
            for (final String name : tensors.names()) {
                final List<Long> shape = tensors.shape(name);
                if (shape.size() == 2) {
                    final int rows = tensors.rows(name);
                    Tensors.floats(tensors.matrix(name, rows, shape.get(1).intValue()).rows(0, rows, arena));
                } else if (shape.size() == 1) {
                    assertThat(tensors.vector(name, tensors.rows(name))).hasSize(tensors.rows(name));
                }
            }
        }
    }

    @Test
    void damagedIndexesAreReadOrRefused() throws IOException {
        damageJson(Fixtures.copy("qwen3", temporary.resolve("qwen3")), ShardIndex.NAME, 300, 2);
    }

    @Test
    void damagedConfigurationsAreReadOrRefused() throws IOException {
        damageJson(Fixtures.copy("phi4mini_longrope", temporary.resolve("phi")), "config.json", 400, 3);
        damageJson(Fixtures.copy("gemma3_v5layout", temporary.resolve("gemma")), "config.json", 400, 4);
    }

    @Test
    void damagedGenerationSettingsAreReadOrRefused() throws IOException {
        damageJson(Fixtures.copy("qwen2", temporary.resolve("qwen2")), "generation_config.json", 300, 5);
    }

    @Test
    void damagedAdapterConfigurationsAreReadOrRefused() throws IOException {
        final Path adapter = Fixtures.copy("qwen2_lora_rslora", temporary.resolve("adapter"));
        final Path file = adapter.resolve("adapter_config.json");
        final byte[] valid = Files.readAllBytes(file);
        final var mutations = new Mutations(6);
        int refused = 0;
        for (int round = 0; round < 500; round++) {
            Files.write(file, mutations.damage(valid, valid.length));
            refused += survives(() -> {
                try (var base = HfModel.open(Fixtures.model("qwen2"))) {
                    base.withAdapter(adapter).close();
                }
            }) ? 0 : 1;
        }
        assertThat(refused).isBetween(1, 499);
    }

    private static void damageJson(final Path directory, final String name, final int rounds, final long seed)
            throws IOException {
        final Path file = directory.resolve(name);
        final byte[] valid = Files.readAllBytes(file);
        final var mutations = new Mutations(seed);
        int opened = 0;
        for (int round = 0; round < rounds; round++) {
            Files.write(file, mutations.damage(valid, valid.length));
            opened += survives(() -> openAndAsk(directory)) ? 1 : 0;
        }
        assertThat(opened).isBetween(1, rounds - 1);
    }

    private static void openAndAsk(final Path directory) {
        try (var model = HfModel.open(directory)) {
            assertThat(LayerWindows.of(model.config()).windows()).hasSize(model.config().layers());
            assertThat(LayerRotary.ofSlidingLayers(model.config())).isNotNull();
        }
    }

    /** Whether the action went through; errors of the house count as an answer, others propagate. */
    private static boolean survives(final Runnable action) {
        try {
            action.run();
            return true;
        } catch (ModelFormatException | UnsupportedModelException | StorageException e) {
            assertThat(e.getMessage()).isNotBlank();
            return false;
        }
    }
}
