package dev.ingot.foundry.archive;

import dev.ingot.error.ModelFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link TarWriter} writes, and refuses everything else by its byte offset: links, directories, devices,
 * headers of other kinds, damaged and truncated ones. Takes no more memory than a block. Not thread-safe; the stream
 * belongs to the caller.
 */
public final class TarReader {

    private static final int MAX_RECORDS = 1 << 14;
    private static final int MAX_TAIL = 1 << 20;

    private final Path file;
    private final InputStream input;
    private long offset;
    private long left; // bytes of the current file
    private long padding; // bytes between its end and the next header

    /**
     * Begins to read.
     *
     * @param file  where it comes from, for messages
     * @param input its bytes
     */
    public TarReader(final Path file, final InputStream input) {
        this.file = file;
        this.input = input;
    }

    /**
     * A file of the archive.
     *
     * @param name   its name, as it stands there
     * @param size   in bytes
     * @param offset of its header
     */
    public record Entry(String name, long size, long offset) {}

    /**
     * Goes to the next file; of the current one nothing may be left.
     *
     * @return its name and size, or empty at the end of the archive, behind which nothing but zeros may stand
     * @throws IOException          if reading fails
     * @throws ModelFormatException if something else is there
     */
    public Optional<Entry> next() throws IOException {
        if (left > 0) {
            throw new IllegalStateException(left + " bytes of the file were not read");
        }
        skipPadding();
        final long start = offset;
        byte[] header = header();
        if (TarHeader.isEmpty(header)) {
            checkEnd();
            return Optional.empty();
        }
        @Nullable
        String name = null;
        long size = -1;
        if (TarHeader.type(header) == TarHeader.PAX) {
            final var records = records(TarHeader.size(header));
            name = records.path();
            size = records.size();
            header = header();
            if (TarHeader.type(header) != TarHeader.FILE) {
                throw fault(offset - TarHeader.BLOCK, "the header of a file", "something else");
            }
        }
        left = size < 0 ? TarHeader.size(header) : size;
        padding = -left & (TarHeader.BLOCK - 1);
        return Optional.of(new Entry(name == null ? TarHeader.name(header) : name, left, start));
    }

    private byte[] header() throws IOException {
        final byte[] block = exactly(TarHeader.BLOCK);
        final String fault = TarHeader.isEmpty(block) ? "" : TarHeader.fault(block);
        if (!fault.isEmpty()) {
            throw fault(offset - TarHeader.BLOCK, "the header of a regular file", fault);
        }
        return block;
    }

    /** What a pax header says of the file behind it. */
    private record Records(@Nullable String path, long size) {}

    private Records records(final long length) throws IOException {
        final long start = offset;
        if (length > MAX_RECORDS) {
            throw fault(start, "at most " + MAX_RECORDS + " bytes of records", length + " bytes");
        }
        final byte[] bytes = exactly((int) length);
        padding = -length & (TarHeader.BLOCK - 1);
        skipPadding();
        return parse(bytes, start);
    }

    private Records parse(final byte[] bytes, final long start) {
        @Nullable
        String path = null;
        long size = -1;
        int at = 0;
        while (at < bytes.length) {
            final int blank = index(bytes, at, ' ');
            final long length = number(text(bytes, at, blank, start), start);
            if (length <= blank - at + 1 || length > bytes.length - at
                    || bytes[at + (int) length - 1] != '\n') {
                throw fault(start, "whole pax records", "one of " + length + " bytes");
            }
            final int end = at + (int) length - 1;
            final int equals = index(bytes, blank, '=');
            final String key = text(bytes, blank + 1, Math.min(equals, end), start);
            final String value = text(bytes, Math.min(equals + 1, end), end, start);
            switch (key) {
                case "path" -> path = value;
                case "size" -> size = number(value, start);
                default -> throw fault(start, "records of path and size", key);
            }
            at = end + 1;
        }
        return new Records(path, size);
    }

    private static int index(final byte[] bytes, final int from, final char wanted) {
        int at = from;
        while (at < bytes.length && bytes[at] != wanted) {
            at++;
        }
        return at;
    }

    private String text(final byte[] bytes, final int from, final int to, final long start) {
        try {
            return StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, Math.max(0, to - from))).toString();
        } catch (CharacterCodingException e) {
            throw ModelFormatException.at(file, null, start, "records in UTF-8", "other bytes", e);
        }
    }

    private long number(final String digits, final long start) {
        if (!digits.matches("[0-9]{1,18}")) {
            throw fault(start, "a number", "\"" + digits + "\"");
        }
        return Long.parseLong(digits);
    }

    /**
     * Reads on in the current file.
     *
     * @param buffer takes the bytes
     * @return how many were read, -1 at the end of the file
     * @throws IOException          if reading fails
     * @throws ModelFormatException if the archive ends before the file does
     */
    public int read(final byte[] buffer) throws IOException {
        if (left == 0) {
            return -1;
        }
        final int count = input.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
            throw fault(offset, left + " more bytes of a file", "the end of the archive");
        }
        offset += count;
        left -= count;
        return count;
    }

    private void skipPadding() throws IOException {
        final byte[] zeros = exactly((int) padding);
        padding = 0;
        for (final byte zero : zeros) {
            if (zero != 0) {
                throw fault(offset - zeros.length, "zeros behind a file", "other bytes");
            }
        }
    }

    private byte[] exactly(final int length) throws IOException {
        final byte[] bytes = input.readNBytes(length);
        if (bytes.length < length) {
            throw fault(offset, length + " bytes", "only " + bytes.length + " bytes");
        }
        offset += length;
        return bytes;
    }

    private void checkEnd() throws IOException {
        final long start = offset;
        if (!TarHeader.isEmpty(exactly(TarHeader.BLOCK))) {
            throw fault(start, "two empty blocks at the end", "one");
        }
        final byte[] tail = input.readNBytes(MAX_TAIL);
        for (final byte value : tail) {
            if (value != 0) {
                throw fault(offset, "nothing behind the end", "other bytes");
            }
        }
        if (tail.length == MAX_TAIL) {
            throw fault(offset, "nothing behind the end", "more than " + MAX_TAIL + " bytes");
        }
    }

    private ModelFormatException fault(final long at, final String expected, final String found) {
        return ModelFormatException.at(file, null, at, expected, found, null);
    }
}
