package dev.ingot.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes GGUF files by the format's description (ggml, docs/gguf.md), version 3. */
final class GgufBytes {

    private static final int ALIGNMENT = 32;

    private final ByteArrayOutputStream keys = new ByteArrayOutputStream();
    private final ByteArrayOutputStream tensors = new ByteArrayOutputStream();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private int keyCount;
    private int tensorCount;

    /** Adds a key: a string, an Integer (u32), a Float, a Boolean, or a list of strings, Integers (i32) or Floats. */
    GgufBytes key(final String name, final Object value) {
        keyCount++;
        string(keys, name);
        value(keys, value, 4);
        return this;
    }

    private static void value(final ByteArrayOutputStream out, final Object value, final int integerType) {
        switch (value) {
            case String text -> {
                int32(out, 8);
                string(out, text);
            }
            case Integer number -> {
                int32(out, integerType);
                int32(out, number);
            }
            case Float number -> {
                int32(out, 6);
                int32(out, Float.floatToRawIntBits(number));
            }
            case Boolean truth -> {
                int32(out, 7);
                out.write(truth ? 1 : 0);
            }
            case List<?> list -> array(out, list);
            default -> throw new IllegalArgumentException(value.toString());
        }
    }

    private static void array(final ByteArrayOutputStream out, final List<?> list) {
        int32(out, 9);
        boolean first = true;
        for (final Object element : list) {
            final var one = new ByteArrayOutputStream();
            value(one, element, 5);
            final byte[] bytes = one.toByteArray();
            if (first) {
                out.write(bytes, 0, Integer.BYTES);
                int64(out, list.size());
                first = false;
            }
            out.write(bytes, Integer.BYTES, bytes.length - Integer.BYTES);
        }
    }

    /** Adds a tensor; the dimension whose elements lie side by side comes first. */
    GgufBytes tensor(final String name, final int type, final byte[] bytes, final long... shape) {
        tensorCount++;
        string(tensors, name);
        int32(tensors, shape.length);
        for (final long dimension : shape) {
            int64(tensors, dimension);
        }
        int32(tensors, type);
        int64(tensors, data.size());
        data.writeBytes(bytes);
        pad(data);
        return this;
    }

    byte[] build() {
        final var file = header();
        pad(file);
        file.writeBytes(data.toByteArray());
        return file.toByteArray();
    }

    /** Everything in front of the padding and the data. */
    ByteArrayOutputStream header() {
        final var file = new ByteArrayOutputStream();
        file.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        int32(file, 3);
        int64(file, tensorCount);
        int64(file, keyCount);
        file.writeBytes(keys.toByteArray());
        file.writeBytes(tensors.toByteArray());
        return file;
    }

    private static void pad(final ByteArrayOutputStream out) {
        while (out.size() % ALIGNMENT != 0) {
            out.write(0);
        }
    }

    private static void string(final ByteArrayOutputStream out, final String text) {
        final byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int64(out, utf8.length);
        out.writeBytes(utf8);
    }

    static void int32(final ByteArrayOutputStream out, final int value) {
        out.writeBytes(
                ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    static void int64(final ByteArrayOutputStream out, final long value) {
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    }
}
