package dev.ingot.foundry;

import dev.ingot.io.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * When this user last ran a model: the modification time of a file of its own for each model's directory, in the
 * user's home and not in the cache, which may be shared and read-only. Setting a time needs no lock, and nothing else
 * depends on it: what cannot be kept is not kept. Immutable and thread-safe.
 */
final class LastUsed {

    private static final int NAME_DIGITS = 32;

    private final Path directory;

    private LastUsed(final Path directory) {
        this.directory = directory;
    }

    static LastUsed by(final Path home) {
        return new LastUsed(home.resolve(".ingot").resolve("used"));
    }

    /** Returns when a model was last used; empty when it never was, or its files are not there. */
    Optional<Instant> of(final Path model) {
        try {
            return Optional.of(Files.getLastModifiedTime(file(model)).toInstant());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            debug(model, e);
            return Optional.empty();
        }
    }

    /** Notes that a model is used now. */
    void mark(final Path model) {
        try {
            final Path file = file(model);
            if (Files.exists(file)) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            } else {
                Files.createDirectories(directory);
                Files.writeString(file, model + "\n");
            }
        } catch (IOException e) {
            debug(model, e);
        }
    }

    /** Forgets a model that is removed. */
    void forget(final Path model) {
        try {
            Files.deleteIfExists(file(model));
        } catch (IOException e) {
            debug(model, e);
        }
    }

    /** Moves a model, and what is known of it. */
    CachedModel follow(final Path model, final Supplier<CachedModel> move) {
        final Optional<Path> known = existing(model);
        final CachedModel moved = move.get();
        known.ifPresent(file -> take(file, moved.directory()));
        return moved;
    }

    /** Passes on what is known of a model that gives way to its successor at another place. */
    void inherit(final Path model, final Path successor) {
        existing(model).ifPresent(file -> take(file, successor));
    }

    /** Of two times the later one counts. */
    private void take(final Path known, final Path model) {
        try {
            final Path file = file(model);
            if (!file.equals(known)) {
                final Instant time = Files.getLastModifiedTime(known).toInstant();
                if (of(model).filter(own -> own.isAfter(time)).isPresent()) {
                    Files.delete(known);
                } else {
                    Files.move(known, file, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            debug(model, e);
        }
    }

    private Optional<Path> existing(final Path model) {
        try {
            return Optional.of(file(model)).filter(Files::exists);
        } catch (IOException e) {
            debug(model, e);
            return Optional.empty();
        }
    }

    private Path file(final Path model) throws IOException {
        return directory
                .resolve(Digests.sha256(model.toRealPath().toString()).substring(0, NAME_DIGITS));
    }

    private static void debug(final Path model, final IOException e) {
        System.getLogger(LastUsed.class.getName()).log(System.Logger.Level.DEBUG,
                "the last use of " + model + " is not known", e);
    }
}
