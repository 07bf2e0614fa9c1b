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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The reference models and what is known of them. */
final class Fixtures {

    private Fixtures() {}

    /** Names of all fixtures: models, quantized models and adapters. */
    static List<String> all() {
        try (var directories = Files.list(Path.of(System.getProperty("ingot.fixtures")))) {
            return directories
                    .filter(it -> Files.exists(it.resolve("golden.json")) && golden(it).has("prompts"))
                    .map(it -> it.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins a conversion of a fixture; an adapter is merged into its base. */
    static Pipeline pipeline(final Path source) {
        return Optional.of(source.resolve("golden.json")).filter(Files::exists)
                .flatMap(file -> JsonFiles.read(file).string("base"))
                .map(base -> Pipeline.from(source.resolveSibling(base)).adapter(source))
                .orElseGet(() -> Pipeline.from(source));
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
        return pipeline(source).quantize(precision).toOnnx(target);
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
