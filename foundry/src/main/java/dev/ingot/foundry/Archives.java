package dev.ingot.foundry;

import dev.ingot.error.RegistryException;
import dev.ingot.error.StorageException;
import dev.ingot.io.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Models in files and streams. */
final class Archives {

    private static final Path STREAM = Path.of("the archive");

    private Archives() {}

    static void write(final CachedModel model, final Path file, final boolean overwrite) {
        if (Files.isDirectory(file) || (!overwrite && Files.exists(file))) {
            throw new RegistryException(Files.isDirectory(file)
                    ? file + " is a directory: name a file in it"
                    : file + " exists: choose another file or ask for overwriting");
        }
        AtomicFile.write(file, new ModelExport(model)::write);
    }

    static void write(final CachedModel model, final OutputStream output) {
        try {
            new ModelExport(model).write(output);
        } catch (IOException e) {
            throw new StorageException("write", STREAM, e);
        }
    }

    static CachedModel read(final FoundryCache cache, final ImportOptions options, final Path file) {
        try (var input = Files.newInputStream(file)) {
            final OptionalLong length = Files.isRegularFile(file)
                    ? OptionalLong.of(Files.size(file))
                    : OptionalLong.empty();
            return new ModelImport(cache, options, file, length, input).run();
        } catch (IOException e) {
            throw new StorageException("read", file, e);
        }
    }

    static CachedModel read(final FoundryCache cache, final ImportOptions options, final InputStream input) {
        try {
            return new ModelImport(cache, options, STREAM, OptionalLong.empty(), input).run();
        } catch (IOException e) {
            throw new StorageException("read", STREAM, e);
        }
    }
}
