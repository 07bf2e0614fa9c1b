package dev.ingot.foreign;

import dev.ingot.error.StorageException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The data files beside a graph, mapped when they are first asked for. What is handed out is valid until the close. */
final class DataFiles implements AutoCloseable {

    private final Path directory;
    private final Arena arena = Arena.ofShared();
    private final Map<String, MemorySegment> mapped = new HashMap<>();

    /**
     * Begins with no file.
     *
     * @param directory where the graph lies; its external data has been checked to be there
     */
    DataFiles(final Path directory) {
        this.directory = directory;
    }

    /** Returns bytes of a file. */
    MemorySegment bytes(final String location, final long offset, final long length) {
        @Nullable
        MemorySegment file = mapped.get(location);
        if (file == null) {
            file = map(directory.resolve(location));
            mapped.put(location, file);
        }
        return file.asSlice(offset, length);
    }

    private MemorySegment map(final Path file) {
        try (var channel = FileChannel.open(file)) {
            return channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
        } catch (IOException e) {
            throw new StorageException("map", file, e);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
