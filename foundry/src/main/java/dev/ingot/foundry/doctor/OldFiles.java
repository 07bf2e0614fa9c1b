package dev.ingot.foundry.doctor;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps what files held before they were mended, once per file: later changes are our own. Not thread-safe. */
final class OldFiles {

    private static final String ENDING = ".old";
    private static final int MOST = 1000;

    private final Map<Path, Path> kept = new LinkedHashMap<>();

    /** Copies a file to a name beside it that is free; one that is not there needs no keeping. */
    void keep(final Path file) throws IOException {
        if (Files.exists(file) && !kept.containsKey(file)) {
            kept.put(file, copy(file));
        }
    }

    private static Path copy(final Path file) throws IOException {
        @Nullable
        FileAlreadyExistsException taken = null;
        for (int i = 1; i < MOST; i++) {
            final Path old = file.resolveSibling(file.getFileName() + ENDING + (i == 1 ? "" : "." + i));
            try {
                return Files.copy(file, old);
            } catch (FileAlreadyExistsException e) {
                taken = e;
            }
        }
        throw new IOException("no name is free for what " + file + " held", taken);
    }

    /** Returns where what files held is kept, by file. */
    Map<Path, Path> kept() {
        return Map.copyOf(kept);
    }
}
