package dev.ingot.hf;

import dev.ingot.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Model directories of the fixtures, and copies of them to be damaged. */
final class Fixtures {

    static final Path MODELS = Path.of(System.getProperty("ingot.fixtures"));
    static final Path EXAMPLES = Path.of(System.getProperty("ingot.models"));

    private Fixtures() {}

    static Path model(final String name) {
        return MODELS.resolve(name);
    }

    /** Copies what a model consists of, goldens left out. */
    static Path copy(final String name, final Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(model(name))) {
            for (final Path file : files.filter(f -> !f.getFileName().toString().startsWith("golden"))
                    .toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        return target;
    }

    static void replace(final Path file, final String target, final String replacement) {
        try {
            final String text = Files.readString(file);
            if (!text.contains(target)) {
                throw new IllegalArgumentException(file + " has no " + target);
            }
            Files.writeString(file, text.replace(target, replacement));
        } catch (IOException e) {
            throw new StorageException("edit", file, e);
        }
    }
}
