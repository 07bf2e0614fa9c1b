package dev.ingot.hf;

import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/** Makes adapters of random numbers, in PEFT's layout. */
final class PeftAdapter {

    private static final String PREFIX = "base_model.model.";

    private final Map<String, Object> config = new LinkedHashMap<>(
            Map.of("peft_type", "LORA", "r", 4, "lora_alpha", 8));
    private final Map<String, SafetensorsWriter.Data> tensors = new LinkedHashMap<>();
    private final Map<String, float[]> values = new LinkedHashMap<>();
    private final Random random = new Random(11);

    PeftAdapter says(final String key, final Object value) {
        config.put(key, value);
        return this;
    }

    /** Adds the two factors of a linear layer. */
    PeftAdapter factors(final String module, final int out, final int in, final int rank) {
        return tensor(module + ".lora_A.weight", rank, in).tensor(module + ".lora_B.weight", out, rank);
    }

    PeftAdapter tensor(final String name, final int... shape) {
        final var numbers = new float[IntStream.of(shape).reduce(1, (a, b) -> a * b)];
        final var bytes = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) (random.nextGaussian() * 0.05);
            bytes.putFloat(i * Float.BYTES, numbers[i]);
        }
        values.put(name, numbers);
        tensors.put(PREFIX + name,
                new SafetensorsWriter.Data("F32", IntStream.of(shape).boxed().toList(), bytes));
        return this;
    }

    /** The numbers of a tensor. */
    float[] values(final String name) {
        return Objects.requireNonNull(values.get(name));
    }

    Path write(final Path directory) throws IOException {
        Files.createDirectories(directory);
        SafetensorsWriter.write(directory.resolve("adapter_model.safetensors"), tensors);
        Files.writeString(directory.resolve("adapter_config.json"), JsonFiles.compact(config));
        return directory;
    }

    /** {@code B A}, B {@code [out, r]}, A {@code [r, in]}, in double. */
    static double[][] product(final float[] b, final float[] a, final int out, final int rank, final int in) {
        final var result = new double[out][in];
        for (int i = 0; i < out; i++) {
            for (int j = 0; j < in; j++) {
                for (int k = 0; k < rank; k++) {
                    result[i][j] += (double) b[i * rank + k] * a[k * in + j];
                }
            }
        }
        return result;
    }

}
