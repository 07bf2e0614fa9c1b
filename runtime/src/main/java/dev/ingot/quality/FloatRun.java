package dev.ingot.quality;

import dev.ingot.OnnxModel;
import dev.ingot.Pipeline;
import dev.ingot.error.StorageException;
import dev.ingot.io.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The float model as a directory that can be run: an export that is removed at the end, or what lies there already. */
final class FloatRun implements AutoCloseable {

    private final OnnxModel model;
    private final Optional<Path> own;

    private FloatRun(final OnnxModel model, final Optional<Path> own) {
        this.model = model;
        this.own = own;
    }

    static FloatRun of(final OnnxModel model) {
        return new FloatRun(model, Optional.empty());
    }

    /**
     * Exports.
     *
     * @param floats a conversion to floats
     * @param work   below which directory; empty for that of temporary files
     */
    static FloatRun export(final Pipeline floats, final Optional<Path> work) {
        final Path directory = directory(work);
        boolean done = false;
        try {
            final var run = new FloatRun(floats.toOnnx(directory.resolve("floats")), Optional.of(directory));
            done = true;
            return run;
        } finally {
            if (!done) {
                delete(directory);
            }
        }
    }

    /** Makes a directory for what is removed again. */
    static Path directory(final Optional<Path> work) {
        try {
            return work.isPresent()
                    ? Files.createTempDirectory(Files.createDirectories(work.get()), "ingot-floats")
                    : Files.createTempDirectory("ingot-floats");
        } catch (IOException e) {
            throw new StorageException("make a directory in", work.orElse(Path.of("")), e);
        }
    }

    /** Removes a directory. */
    static void delete(final Path directory) {
        try {
            Trees.delete(directory);
        } catch (IOException e) {
            throw new StorageException("remove", directory, e);
        }
    }

    OnnxModel model() {
        return model;
    }

    @Override
    public void close() {
        own.ifPresent(FloatRun::delete);
    }
}
