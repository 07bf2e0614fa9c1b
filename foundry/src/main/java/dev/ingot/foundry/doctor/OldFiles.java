package dev.ingot.foundry.doctor;

import dev.ingot.io.OldContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps what files held before they were mended, once per file: later changes are our own. Not thread-safe. */
final class OldFiles {

    private final Map<Path, Path> kept = new LinkedHashMap<>();

    /** Copies a file to a name beside it that is free; one that is not there needs no keeping. */
    void keep(final Path file) throws IOException {
        if (Files.exists(file) && !kept.containsKey(file)) {
            kept.put(file, OldContent.keep(file));
        }
    }

    /** Returns where what files held is kept, by file. */
    Map<Path, Path> kept() {
        return Map.copyOf(kept);
    }
}
