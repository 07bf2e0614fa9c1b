package dev.ingot;

import dev.ingot.error.IngotException;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.StorageException;
import dev.ingot.io.Checksums;
import dev.ingot.io.DiskSpace;
import dev.ingot.io.Links;
import dev.ingot.io.StagedDirectory;
import dev.ingot.io.Trees;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finished conversions under the hash of everything they are made of: {@code <directory>/ingot/<key>/}, with a list of
 * sizes and hashes that tells whether one is whole.
 */
final class ConversionCache {

    private static final Logger LOG = System.getLogger(ConversionCache.class.getName());

    private final Path directory;
    private final Settings settings;

    ConversionCache(final Path directory, final Settings settings) {
        this.directory = directory;
        this.settings = settings;
    }

    /** Puts the model into a directory: from here, or by converting it and keeping the result. */
    void fill(final Path output, final Runnable conversion) {
        if (!Files.exists(settings.source())) {
            conversion.run(); // It says best what is missing.
            return;
        }
        final Path kept = directory.resolve("ingot").resolve(CacheKey.of(settings));
        final var list = listOf(kept);
        if (!settings.renew() && list.isPresent() && matches(list.get(), kept)) {
            LOG.log(Level.INFO, "{0}: nothing has changed since it was converted, taken from {1}", output,
                    kept);
            take(list.get(), kept, output);
            return;
        }
        if (!settings.renew() && Files.exists(kept)) {
            LOG.log(Level.WARNING, "{0}: damaged, converted anew", kept);
        }
        conversion.run();
        keep(output, kept);
    }

    /** A list that is damaged, or not to be read, is none. */
    private static Optional<Checksums> listOf(final Path kept) {
        try {
            return Checksums.readIn(kept);
        } catch (IngotException e) {
            LOG.log(Level.DEBUG, "damaged list", e);
            return Optional.empty();
        }
    }

    private static boolean matches(final Checksums list, final Path directory) {
        return !list.files().isEmpty() && list.differences(directory).isEmpty();
    }

    private void take(final Checksums list, final Path kept, final Path output) {
        if (!settings.overwrite() && isTaken(output) && matches(list, output)) {
            Gatekeeper.check(settings, output, output);
            LOG.log(Level.INFO, "{0}: is that model already", output);
            return;
        }
        place(list, kept, output);
    }

    private static boolean isTaken(final Path output) {
        try {
            return Files.isDirectory(output) && !Trees.isEmpty(output);
        } catch (IOException e) {
            throw new StorageException("look into", output, e);
        }
    }

    private void place(final Checksums list, final Path from, final Path to) {
        try (var staged = StagedDirectory.begin(to, settings.overwrite())) {
            DiskSpace.require(staged.path(), 0);
            list.files().keySet().forEach(
                    name -> Links.linkOrCopy(from.resolve(name), staged.path().resolve(name)));
            Gatekeeper.check(settings, staged.path(), to);
            staged.publish();
        }
    }

    /** The model is there; not being able to keep it is no failure. */
    private static void keep(final Path output, final Path kept) {
        try (var staged = StagedDirectory.begin(kept, true)) {
            final var list = Checksums.of(output, name -> true);
            list.files().keySet().forEach(
                    name -> Links.linkOrCopy(output.resolve(name), staged.path().resolve(name)));
            list.writeIn(staged.path());
            staged.publish();
        } catch (StorageException | InvalidOptionException e) {
            LOG.log(Level.WARNING, "not kept in " + kept, e);
        }
    }
}
