package dev.ingot.foundry.settings;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parts of commands for people to copy, with paths and names that a shell takes for one word. */
public final class CommandText {

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_@%+=:,./\\\\~-]+");
    private static final boolean WINDOWS = File.separatorChar == '\\';

    private CommandText() {}

    /**
     * Returns a path as one word.
     *
     * @param path the path; nothing in the name of a stranger's directory may be more to a shell than a character
     * @return the word
     */
    public static String word(final Path path) {
        return word(path.toString());
    }

    /**
     * Returns a text as one word.
     *
     * @param text any text
     * @return the word
     */
    public static String word(final String text) {
        return word(text, WINDOWS);
    }

    static String word(final String text, final boolean windows) {
        if (PLAIN.matcher(text).matches()) {
            return text;
        }
        return windows ? '"' + text + '"' : "'" + text.replace("'", "'\\''") + "'";
    }

    /**
     * Returns the option that names a cache.
     *
     * @param root of the cache, or empty where none is meant
     * @return a blank and the option, or nothing
     */
    public static String cache(final Optional<Path> root) {
        return root.map(path -> " --cache " + word(path)).orElse("");
    }

    /**
     * Returns the command that takes what a model's files hold now for the right content.
     *
     * @param id    of the model
     * @param cache that it lies in, as far as that is known
     * @return the command
     */
    public static String update(final String id, final Optional<Path> cache) {
        return "ingot cache verify --update " + word(id) + cache(cache);
    }
}
