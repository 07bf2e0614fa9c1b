package dev.ingot.runtime;

import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The tensors of a small safetensors file, to be made or changed by tests. */
public record Checkpoint(SequencedMap<String, Stored> tensors) {

    /** Type, dimensions and little-endian elements. */
    public record Stored(String dtype, List<Integer> shape, ByteBuffer data) {

        static Stored f32(final float[] values, final Integer... shape) {
            final var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            return new Stored("F32", List.of(shape), bytes);
        }

        public static Stored f16(final float[] values, final Integer... shape) {
            final var bytes = ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (final float value : values) {
                bytes.putShort(Float.floatToFloat16(value));
            }
            return new Stored("F16", List.of(shape), bytes.flip());
        }

        static Stored bf16(final float[] values, final Integer... shape) {
            final var bytes = ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (final float value : values) {
                bytes.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
            }
            return new Stored("BF16", List.of(shape), bytes.flip());
        }

        float[] values() {
            final var bytes = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
            final var values = new float[shape.stream().reduce(1, Math::multiplyExact)];
            for (int i = 0; i < values.length; i++) {
                values[i] = switch (dtype) {
                    case "F32" -> bytes.getFloat();
                    case "F16" -> Float.float16ToFloat(bytes.getShort());
                    case "BF16" -> Float.intBitsToFloat(bytes.getShort() << 16);
                    default -> throw new IllegalStateException(dtype);
                };
            }
            return values;
        }
    }

    /** Reads a file. */
    public static Checkpoint read(final Path file) {
        try {
            final var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            final var header = new byte[Math.toIntExact(bytes.getLong())];
            bytes.get(header);
            final JsonObject json = JsonFiles.parse(file, header);
            final var tensors = new LinkedHashMap<String, Stored>();
            for (final String name : json.keys()) {
                final JsonObject entry = json.object(name).orElseThrow();
                if (!name.equals("__metadata__")) {
                    final int[] range = Fixtures.ids(entry.raw("data_offsets"));
                    final int start = Long.BYTES + header.length;
                    tensors.put(name, new Stored(entry.string("dtype").orElseThrow(),
                            Arrays.stream(Fixtures.ids(entry.raw("shape"))).boxed().toList(),
                            bytes.slice(start + range[0], range[1] - range[0])));
                }
            }
            return new Checkpoint(tensors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file. */
    public void write(final Path file) {
        final var header = new LinkedHashMap<String, Object>();
        final var data = new ByteArrayOutputStream();
        tensors.forEach((name, tensor) -> {
            final int begin = data.size();
            final var bytes = new byte[tensor.data().remaining()];
            tensor.data().duplicate().get(bytes);
            data.writeBytes(bytes);
            header.put(name, Map.of("dtype", tensor.dtype(), "shape", tensor.shape(), "data_offsets",
                    List.of(begin, data.size())));
        });
        final byte[] json = JsonFiles.compact(header).getBytes(StandardCharsets.UTF_8);
        final var all = ByteBuffer.allocate(Long.BYTES + json.length + data.size())
                .order(ByteOrder.LITTLE_ENDIAN);
        try {
            Files.write(file, all.putLong(json.length).put(json).put(data.toByteArray()).array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
