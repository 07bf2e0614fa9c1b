package dev.ingot.foundry.doctor;

import dev.ingot.foundry.settings.CommandText;
import java.nio.file.Path;
import java.util.Optional;

/** Commands for people to copy: whole, with the cache that was looked at, and with paths that a shell takes for one word. */
final class Suggestion {

    private Suggestion() {}

    /** Registers a model, for the first time or once more. */
    static String register(final Path directory, final Optional<Path> cache, final String options) {
        return "ingot cache register " + CommandText.word(directory) + " " + options
                + CommandText.cache(cache);
    }

    /** Registers a model of a folder once more. */
    static String again(final ModelFolder model, final String options) {
        return register(model.directory(), model.cache(),
                "--name " + model.name() + " --replace" + (options.isEmpty() ? "" : " " + options));
    }

    /** Converts a checkpoint. */
    static String convert(final Path directory, final Optional<Path> cache) {
        return "ingot convert --model " + CommandText.word(directory) + " --output DIR --name NAME --register"
                + CommandText.cache(cache);
    }
}
