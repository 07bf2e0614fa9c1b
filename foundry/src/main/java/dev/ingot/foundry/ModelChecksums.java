package dev.ingot.foundry;

import dev.ingot.InferenceModel;
import dev.ingot.error.StorageException;
import dev.ingot.io.Checksums;
import dev.ingot.io.StagedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The checksums of a registered model. They cover everything it consists of: not its registration, which people edit and
 * renaming changes, nor files whose names begin with a dot, which systems put anywhere.
 */
final class ModelChecksums {

    private static final Set<String> OTHERS = Set.of(InferenceModel.FILE, Checksums.FILE,
            StagedDirectory.MARK);

    private static final Pattern MENDED = Pattern.compile(".*\\.old(\\.[0-9]+)?"); // what a file held before it was mended

    private ModelChecksums() {}

    /** Tells whether a file belongs to the model itself. */
    static boolean covers(final String name) {
        return !OTHERS.contains(name) && !name.startsWith(".") && !name.contains("/.")
                && !MENDED.matcher(name).matches();
    }

    /** Reads all files and keeps what they hold. */
    static void renew(final Path directory) {
        Checksums.of(directory, ModelChecksums::covers).writeIn(directory);
    }

    /** What is known of a model; of an archive that was unpacked by hand, less its registration. */
    static Optional<Checksums> of(final Path directory) {
        return Checksums.readIn(directory).map(ModelChecksums::covered);
    }

    static Checksums covered(final Checksums all) {
        final var files = new TreeMap<>(all.files());
        files.keySet().removeIf(name -> !covers(name));
        return new Checksums(files);
    }

    /** Lets go of what no longer has to hold. */
    static void drop(final Path directory) {
        try {
            Files.deleteIfExists(directory.resolve(Checksums.FILE));
        } catch (IOException e) {
            throw new StorageException("remove", directory.resolve(Checksums.FILE), e);
        }
    }
}
