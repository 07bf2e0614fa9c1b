package dev.ingot.foundry.doctor;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Commands for people to copy: whole, with the cache that was looked at, and with paths that a shell takes for one word. */
final class Suggestion {

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_@%+=:,./\\\\~-]+");
    private static final boolean WINDOWS = File.separatorChar == '\\';

    private Suggestion() {}

    /** Registers a model, for the first time or once more. */
    static String register(final Path directory, final Optional<Path> cache, final String options) {
        return "ingot cache register " + word(directory) + " " + options + option(cache);
    }

    /** Registers a model of a folder once more. */
    static String again(final ModelFolder model, final String options) {
        return register(model.directory(), model.cache(),
                "--name " + model.name() + " --replace" + (options.isEmpty() ? "" : " " + options));
    }

    /** Converts a checkpoint. */
    static String convert(final Path directory, final Optional<Path> cache) {
        return "ingot convert --model " + word(directory) + " --output DIR --name NAME --register"
                + option(cache);
    }

    private static String option(final Optional<Path> cache) {
        return cache.map(root -> " --cache " + word(root)).orElse("");
    }

    /** Nothing in a name of a stranger's directory may be more to a shell than a character. */
    static String word(final Path path) {
        return word(path.toString(), WINDOWS);
    }

    static String word(final String text, final boolean windows) {
        if (PLAIN.matcher(text).matches()) {
            return text;
        }
        return windows ? '"' + text + '"' : "'" + text.replace("'", "'\\''") + "'";
    }
}
