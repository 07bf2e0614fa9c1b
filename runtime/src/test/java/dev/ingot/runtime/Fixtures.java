package dev.ingot.runtime;

import dev.ingot.OnnxModel;
import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reference models and what is known of them. */
final class Fixtures {

    private Fixtures() {}

    /** Names of the fixtures that are models of their own, not adapters. */
    static List<String> models() {
        return List.of("gemma2", "gemma3", "gemma3_v5layout", "granite", "llama", "llama3", "llama_v5layout",
                "mistral", "olmo2", "phi3", "phi3_longrope", "phi4mini_longrope", "qwen2", "qwen2_v5layout",
                "qwen3", "smollm3");
    }

    static Path directory(final String name) {
        return Path.of(System.getProperty("ingot.fixtures")).resolve(name);
    }

    static Path hearth() {
        return Path.of(System.getProperty("ingot.models")).resolve("hearth-slm");
    }

    static Path evaluation() {
        return Path.of(System.getProperty("ingot.models")).resolve("eval");
    }

    static OnnxModel export(final Path source, final Path target) {
        return export(source, Precision.FP32, target);
    }

    static OnnxModel export(final Path source, final Precision precision, final Path target) {
        return Pipeline.from(source).quantize(precision).toOnnx(target);
    }

    static JsonObject golden(final Path directory) {
        return JsonFiles.read(directory.resolve("golden.json"));
    }

    /** Returns a list of objects. */
    static List<Map<String, @Nullable Object>> objects(final @Nullable Object list) {
        return ((List<?>) java.util.Objects.requireNonNull(list)).stream().map(Fixtures::object).toList();
    }

    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> object(final @Nullable Object value) {
        return (Map<String, @Nullable Object>) java.util.Objects.requireNonNull(value);
    }

    static int[] ids(final @Nullable Object list) {
        return ((List<?>) java.util.Objects.requireNonNull(list)).stream()
                .mapToInt(id -> ((Number) java.util.Objects.requireNonNull(id)).intValue()).toArray();
    }

    /** Reads a float32 array of a safetensors file: a length, a JSON header, the data. */
    static float[] array(final Path file, final String name) {
        try {
            final var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            final int header = Math.toIntExact(bytes.getLong());
            final var json = new byte[header];
            bytes.get(json);
            final int[] range = ids(
                    JsonFiles.parse(file, json).object(name).orElseThrow().raw("data_offsets"));
            final var result = new float[(range[1] - range[0]) / Float.BYTES];
            bytes.slice(Long.BYTES + header + range[0], range[1] - range[0]).order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(result);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
