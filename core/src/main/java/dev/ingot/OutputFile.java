package dev.ingot;

import dev.ingot.adapter.AdapterExport;
import dev.ingot.adapter.AdapterFile;
import dev.ingot.error.StorageException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file of an exported model: everything but the weights. */
sealed interface OutputFile {

    /** Returns its name, relative to the model's directory. */
    String name();

    /** Returns its size in bytes. */
    long bytes();

    /** Writes it into the model's directory. */
    void writeTo(Path directory);

    /** A file made here. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Made(String name, byte[] content) implements OutputFile {

        @Override
        public long bytes() {
            return content.length;
        }

        @Override
        public void writeTo(final Path directory) {
            final Path file = directory.resolve(name);
            try {
                Files.write(file, content);
            } catch (IOException e) {
                throw new StorageException("write", file, e);
            }
        }
    }

    /** A file taken over as it is. */
    record Copied(String name, Path source) implements OutputFile {

        @Override
        public long bytes() {
            try {
                return Files.size(source);
            } catch (IOException e) {
                throw new StorageException("read the size of", source, e);
            }
        }

        @Override
        public void writeTo(final Path directory) {
            final Path target = directory.resolve(name);
            try {
                final Path parent = target.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.copy(source, target);
            } catch (IOException e) {
                throw new StorageException("copy", source, e);
            }
        }
    }

    /** An adapter that is kept beside the model. */
    record Adapter(String name, AdapterExport export) implements OutputFile {

        @Override
        public long bytes() {
            return export.bytes();
        }

        @Override
        public void writeTo(final Path directory) {
            try (var arena = Arena.ofConfined()) {
                AdapterFile.of(export.parameters(arena), arena).write(directory.resolve(name));
            }
        }
    }
}
