package dev.ingot.hf;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.io.GitLfs;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * One safetensors file, mapped read-only. Opening reads the header alone. Segments are valid until {@link #close};
 * reading one later throws {@link IllegalStateException}. Thread-safe.
 */
final class SafetensorsFile implements AutoCloseable {

    private final Path path;
    private final Arena arena;
    private final MemorySegment mapping;
    private final List<TensorEntry> entries;
    private final int headerBytes;

    private SafetensorsFile(final Path path, final Arena arena, final MemorySegment mapping,
            final List<TensorEntry> entries, final int headerBytes) {
        this.path = path;
        this.arena = arena;
        this.mapping = mapping;
        this.entries = entries;
        this.headerBytes = headerBytes;
    }

    static SafetensorsFile open(final Path path) {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            final long size = channel.size();
            final byte[] json = readHeader(path, channel, size);
            final List<TensorEntry> entries = SafetensorsHeader.parse(path, json, size);
            return map(path, channel, size, entries, json.length);
        } catch (IOException e) {
            throw new StorageException("read", path, e);
        }
    }

    private static SafetensorsFile map(final Path path, final FileChannel channel, final long size,
            final List<TensorEntry> entries, final int headerBytes) throws IOException {
        final Arena arena = Arena.ofShared();
        try {
            final MemorySegment mapping = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
            return new SafetensorsFile(path, arena, mapping, entries, headerBytes);
        } catch (IOException | RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    private static byte[] readHeader(final Path path, final FileChannel channel, final long size)
            throws IOException {
        if (size < SafetensorsHeader.PREFIX) {
            throw ModelFormatException.of(path, "at least " + SafetensorsHeader.PREFIX + " bytes",
                    size + " bytes");
        }
        final byte[] prefix = readFully(path, channel, 0, SafetensorsHeader.PREFIX);
        final long length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length > size && GitLfs.isPointer(path)) {
            throw ModelFormatException.at(path, null, 0, "a safetensors file", GitLfs.POINTER, null);
        }
        if (length < 0 || length > SafetensorsHeader.MAX_BYTES) {
            throw ModelFormatException.at(path, "header length", 0,
                    "at most " + SafetensorsHeader.MAX_BYTES + " bytes", Long.toUnsignedString(length), null);
        }
        if (length > size - SafetensorsHeader.PREFIX) {
            throw ModelFormatException.of(path,
                    "a file of at least " + (length + SafetensorsHeader.PREFIX)
                            + " bytes, as its header length says",
                    size + " bytes (truncated)");
        }
        return readFully(path, channel, SafetensorsHeader.PREFIX, (int) length);
    }

    private static byte[] readFully(final Path path, final FileChannel channel, final long offset,
            final int length) throws IOException {
        final var buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw ModelFormatException.of(path, (offset + length) + " bytes",
                        (offset + buffer.position()) + " bytes (truncated)");
            }
        }
        return buffer.array();
    }

    Path path() {
        return path;
    }

    List<TensorEntry> entries() {
        return entries;
    }

    long size() {
        return mapping.byteSize();
    }

    /** Length and JSON, as they are in the file. */
    MemorySegment header() {
        return mapping.asSlice(0, (long) SafetensorsHeader.PREFIX + headerBytes);
    }

    MemorySegment data(final TensorEntry entry) {
        return mapping.asSlice(entry.begin(), entry.bytes());
    }

    /** Unmaps the file; a second call does nothing. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
