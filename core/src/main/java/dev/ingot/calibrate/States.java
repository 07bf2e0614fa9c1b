package dev.ingot.calibrate;

import dev.ingot.Calibration.Value;
import dev.ingot.error.StorageException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What travels from slice to slice, of all windows: each value a matrix of tokens times width, in a temporary file that is
 * mapped. The place of a value that nobody reads any more goes to the next one.
 */
final class States implements AutoCloseable {

    private final Path file;
    private final List<int[]> windows;
    private final int width;
    private final long[] starts; // of windows, in tokens
    private final Arena arena = Arena.ofShared();
    private final FileChannel channel;
    private final Map<String, MemorySegment> places = new HashMap<>();
    private final Deque<MemorySegment> free = new ArrayDeque<>();

    States(final Path file, final List<int[]> windows, final int width) {
        this.file = file;
        this.windows = windows;
        this.width = width;
        this.starts = new long[windows.size() + 1];
        for (int i = 0; i < windows.size(); i++) {
            starts[i + 1] = starts[i] + windows.get(i).length;
        }
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new StorageException("create", file, e);
        }
    }

    /** Makes room for a value. */
    void add(final String name) {
        places.put(name, free.isEmpty() ? grow() : free.pop());
    }

    private MemorySegment grow() {
        final long bytes = starts[windows.size()] * width * Float.BYTES;
        try {
            return channel.map(FileChannel.MapMode.READ_WRITE, channel.size(), bytes, arena);
        } catch (IOException e) {
            throw new StorageException("map", file, e);
        }
    }

    /** Gives up all values but those that are still read. */
    void keepOnly(final Collection<String> names) {
        places.entrySet().removeIf(entry -> {
            final boolean dead = !names.contains(entry.getKey());
            if (dead) {
                free.push(entry.getValue());
            }
            return dead;
        });
    }

    /** Returns a value of one window, {@code [1, tokens, width]}. */
    Value of(final String name, final int window) {
        final MemorySegment place = places.get(name);
        if (place == null) {
            throw new IllegalArgumentException(name + " is no state");
        }
        final int tokens = windows.get(window).length;
        final long row = (long) width * Float.BYTES;
        return new Value(Value.Type.FLOAT, place.asSlice(starts[window] * row, tokens * row),
                List.of(1L, (long) tokens, (long) width));
    }

    @Override
    public void close() {
        arena.close();
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StorageException("delete", file, e);
        }
    }
}
