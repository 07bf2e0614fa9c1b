package dev.ingot.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.ingot.error.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files: a model or a ModelFormatException, nothing else. */
class OnnxFuzzTest {

    private static final Path NAME = Path.of("damaged.onnx");
    private static final int ROUNDS = 4_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aDamagedModelIsReadOrRefused(final long seed) {
        damage(OnnxFiles.toBytes(Models.everything()), seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void aDamagedModelOfTheOnnxLibraryIsReadOrRefused(final long seed) throws IOException {
        final var file = Path.of(System.getProperty("ingot.fixtures.quant", "."), "ops",
                "1x64x32.b32.int4.asym.onnx");
        damage(Files.readAllBytes(file), seed);
    }

    private static void damage(final byte[] original, final long seed) {
        final var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            final byte[] bytes = mutate(original, random);
            refused += isRefused(bytes, seed, round) ? 1 : 0;
            patch(bytes, seed, round);
        }
        assertThat(refused).isBetween(1, ROUNDS - 1);
    }

    private static boolean isRefused(final byte[] bytes, final long seed, final int round) {
        try {
            // What was read can also be written, and is then read as the same.
            final var model = OnnxFiles.parse(NAME, bytes);
            assertThat(OnnxFiles.parse(NAME, OnnxFiles.toBytes(model))).isEqualTo(model);
            return false;
        } catch (ModelFormatException e) {
            return true;
        } catch (RuntimeException e) {
            return fail("seed " + seed + ", round " + round, e);
        }
    }

    private static void patch(final byte[] bytes, final long seed, final int round) {
        try {
            final var patch = OnnxPatch.parse(NAME, bytes);
            for (int node = 0; node < patch.nodeCount(); node++) {
                patch.node(node).outputs().forEach(patch::consumersOf);
            }
            patch.inputNames().forEach(patch::input);
            patch.checkExternalData(Path.of("nowhere"));
        } catch (ModelFormatException e) {
            assertThat(e.getMessage()).isNotBlank();
        } catch (RuntimeException e) {
            fail("seed " + seed + ", round " + round, e);
        }
    }

    private static byte[] mutate(final byte[] original, final RandomGenerator random) {
        byte[] bytes = original.clone();
        for (int change = random.nextInt(1, 4); change > 0; change--) {
            final int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                case 3 -> bytes[at] = (byte) 0xFF;
                default -> {
                    final int length = random.nextInt(Math.min(16, bytes.length - at) + 1);
                    System.arraycopy(bytes, at, bytes, random.nextInt(bytes.length - length + 1), length);
                }
            }
        }
        return bytes;
    }
}
