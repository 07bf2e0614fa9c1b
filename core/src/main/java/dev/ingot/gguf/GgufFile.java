package dev.ingot.gguf;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.SequencedMap;

/**
 * One GGUF file, mapped read-only. Opening reads the header alone. Segments are valid until {@link #close}; reading one
 * later throws {@link IllegalStateException}. Thread-safe.
 */
final class GgufFile implements AutoCloseable {

    private static final String ALIGNMENT_KEY = "general.alignment";
    private static final int ALIGNMENT = 32;
    private static final int MAX_ALIGNMENT = 1 << 16;

    private final Path path;
    private final Arena arena;
    private final MemorySegment mapping;
    private final GgufMetadata metadata;
    private final SequencedMap<String, GgufTensor> tensors;
    private final long headerBytes;

    private GgufFile(final Path path, final Arena arena, final MemorySegment mapping) {
        this.path = path;
        this.arena = arena;
        this.mapping = mapping;
        final var header = GgufHeader.parse(path, mapping);
        this.metadata = new GgufMetadata(path, mapping, header.entries());
        this.headerBytes = header.end();
        final int alignment = alignment(metadata);
        final long dataStart = Math.ceilDiv(headerBytes, alignment) * alignment;
        this.tensors = Collections.unmodifiableSequencedMap(GgufTensorInfo.check(path, header.tensors(),
                dataStart, alignment, mapping.byteSize()));
    }

    private static int alignment(final GgufMetadata metadata) {
        final int alignment = metadata.integer(ALIGNMENT_KEY).orElse(ALIGNMENT);
        if (alignment < 1 || alignment > MAX_ALIGNMENT || Integer.bitCount(alignment) != 1) {
            throw metadata.wrong(ALIGNMENT_KEY, "a power of two up to " + MAX_ALIGNMENT, alignment);
        }
        return alignment;
    }

    static GgufFile open(final Path path) {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return map(path, channel);
        } catch (IOException e) {
            throw new StorageException("read", path, e);
        }
    }

    private static GgufFile map(final Path path, final FileChannel channel) throws IOException {
        final Arena arena = Arena.ofShared();
        boolean done = false;
        try {
            final var file = new GgufFile(path, arena,
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
            done = true;
            return file;
        } finally {
            if (!done) {
                arena.close();
            }
        }
    }

    /** Tells whether a file begins as GGUF files do. */
    static boolean looksLike(final Path path) {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            final var start = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            return channel.read(start) == Integer.BYTES && GgufHeader.isMagic(start.getInt(0));
        } catch (IOException e) {
            throw new StorageException("read", path, e);
        }
    }

    Path path() {
        return path;
    }

    GgufMetadata metadata() {
        return metadata;
    }

    SequencedMap<String, GgufTensor> tensors() {
        return tensors;
    }

    GgufTensor tensor(final String name) {
        final var tensor = tensors.get(name);
        if (tensor == null) {
            throw ModelFormatException.of(path, name, "a tensor of this name", "nothing");
        }
        return tensor;
    }

    MemorySegment data(final GgufTensor tensor) {
        return mapping.asSlice(tensor.begin(), tensor.bytes());
    }

    long size() {
        return mapping.byteSize();
    }

    /** Everything in front of the data. */
    MemorySegment header() {
        return mapping.asSlice(0, headerBytes);
    }

    /** Unmaps the file; a second call does nothing. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
