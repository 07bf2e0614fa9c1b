package dev.ingot.gguf;

import dev.ingot.error.ModelFormatException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads a GGUF header from front to back; never beyond its end. Not thread-safe. */
final class GgufCursor {

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ORDER);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ORDER);
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ORDER);

    private final Path file;
    private final MemorySegment bytes;
    private long position;

    GgufCursor(final Path file, final MemorySegment bytes, final long position) {
        this.file = file;
        this.bytes = bytes;
        this.position = position;
    }

    long position() {
        return position;
    }

    long remaining() {
        return bytes.byteSize() - position;
    }

    /** Moves on by that many bytes and returns where they began. */
    long take(final String subject, final long count) {
        if (count < 0 || count > remaining()) {
            throw ModelFormatException.at(file, subject, position,
                    Long.toUnsignedString(count) + " more bytes", remaining() + " (truncated)", null);
        }
        final long start = position;
        position += count;
        return start;
    }

    int int8(final String subject) {
        return bytes.get(ValueLayout.JAVA_BYTE, take(subject, Byte.BYTES));
    }

    int int16(final String subject) {
        return bytes.get(SHORT, take(subject, Short.BYTES));
    }

    int int32(final String subject) {
        return bytes.get(INT, take(subject, Integer.BYTES));
    }

    long int64(final String subject) {
        return bytes.get(LONG, take(subject, Long.BYTES));
    }

    /** A count of things of which each takes some bytes, so that no more of them can be claimed than fit. */
    long count(final String subject, final long bytesEach, final long limit) {
        final long at = position;
        final long count = int64(subject);
        final long most = Math.min(limit, remaining() / bytesEach);
        if (count < 0 || count > most) {
            throw ModelFormatException.at(file, subject, at, "a count of at most " + most,
                    Long.toUnsignedString(count), null);
        }
        return count;
    }

    /** A length and that many bytes of UTF-8. */
    String string(final String subject, final long limit) {
        final long length = count(subject, 1, limit);
        final long start = take(subject, length);
        try {
            return StandardCharsets.UTF_8.newDecoder()
                    .decode(bytes.asSlice(start, length).asByteBuffer()).toString();
        } catch (CharacterCodingException e) {
            throw ModelFormatException.at(file, subject, start, "UTF-8", "other bytes", e);
        }
    }

    /** Moves over a string without reading it. */
    void skipString(final String subject) {
        take(subject, count(subject, 1, Long.MAX_VALUE));
    }
}
