package dev.ingot.hf;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads JSON files of a model directory that are small in every honest model. */
final class BoundedJson {

    private static final long MAX_BYTES = 32L << 20;

    private BoundedJson() {}

    static JsonObject read(final Path file) {
        try {
            final long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw ModelFormatException.of(file, "at most " + MAX_BYTES + " bytes", size + " bytes");
            }
        } catch (IOException e) {
            throw new StorageException("read", file, e);
        }
        return JsonFiles.read(file);
    }
}
