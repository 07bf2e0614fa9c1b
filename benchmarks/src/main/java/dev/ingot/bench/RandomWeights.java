package dev.ingot.bench;

import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A safetensors file of seeded bf16 values, written as a stream. */
final class RandomWeights {

    private static final double DEVIATION = 0.02;
    private static final int BUFFER_BYTES = 1 << 20;
    private static final short ONE = bf16(1f);

    private final short[] normal = new short[1 << 16];
    private final SplittableRandom random;

    RandomWeights(final long seed) {
        this.random = new SplittableRandom(seed);
        final var table = new SplittableRandom(seed);
        for (int i = 0; i < normal.length; i++) {
            normal[i] = bf16((float) (table.nextGaussian() * DEVIATION));
        }
    }

    private static short bf16(final float value) {
        final int bits = Float.floatToRawIntBits(value);
        return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
    }

    void write(final Path file, final Map<String, List<Integer>> tensors) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            writeFully(channel, header(tensors));
            final var buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (final Map.Entry<String, List<Integer>> tensor : tensors.entrySet()) {
                fill(channel, buffer, elements(tensor.getValue()), tensor.getKey().endsWith("norm.weight"));
            }
        }
    }

    private static ByteBuffer header(final Map<String, List<Integer>> tensors) {
        final var entries = new LinkedHashMap<String, Object>();
        entries.put("__metadata__", Map.of("format", "pt"));
        long offset = 0;
        for (final Map.Entry<String, List<Integer>> tensor : tensors.entrySet()) {
            final long end = offset + elements(tensor.getValue()) * Short.BYTES;
            final var entry = new LinkedHashMap<String, Object>();
            entry.put("dtype", "BF16");
            entry.put("shape", tensor.getValue());
            entry.put("data_offsets", List.of(offset, end));
            entries.put(tensor.getKey(), entry);
            offset = end;
        }
        final String json = JsonFiles.compact(entries);
        final byte[] text = (json + " ".repeat(-json.length() & 7)).getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(Long.BYTES + text.length).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text).flip();
    }

    private static long elements(final List<Integer> shape) {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }

    private void fill(final FileChannel channel, final ByteBuffer buffer, final long elements,
            final boolean norm)
            throws IOException {
        for (long done = 0; done < elements;) {
            final int count = (int) Math.min(elements - done, BUFFER_BYTES / Short.BYTES);
            buffer.clear().limit(count * Short.BYTES);
            if (norm) {
                putOnes(buffer, count);
            } else {
                putNormal(buffer, count);
            }
            writeFully(channel, buffer);
            done += count;
        }
    }

    private static void putOnes(final ByteBuffer buffer, final int count) {
        for (int i = 0; i < count; i++) {
            buffer.putShort(i * Short.BYTES, ONE);
        }
    }

    /** One draw of 64 bits picks four values from the table. */
    private void putNormal(final ByteBuffer buffer, final int count) {
        for (int i = 0; i < count; i += 4) {
            long bits = random.nextLong();
            for (int k = i; k < Math.min(i + 4, count); k++) {
                buffer.putShort(k * Short.BYTES, normal[(int) bits & 0xFFFF]);
                bits >>>= 16;
            }
        }
    }

    private static void writeFully(final FileChannel channel, final ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
