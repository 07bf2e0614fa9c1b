package dev.ingot.foundry.validate;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.io.TextFiles;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

/**
 * Prompts with what their answers have to be. Read from JSON Lines, which docs/validation.md describes, or made in code.
 *
 * @param name  what it is called in reports
 * @param items in their order, each with an id of its own
 */
public record Suite(String name, List<SuiteItem> items) {

    /**
     * Copies the list.
     *
     * @throws InvalidOptionException if there is no item, or two have the same id
     */
    public Suite {
        items = List.copyOf(items);
        final var ids = new HashSet<String>();
        for (final SuiteItem item : items) {
            if (!ids.add(item.id())) {
                throw new InvalidOptionException("suite " + name + ": expected every id once, found \""
                        + item.id() + "\" twice");
            }
        }
        if (items.isEmpty()) {
            throw new InvalidOptionException("suite " + name + ": expected at least one item, found none");
        }
    }

    /**
     * Reads a suite.
     *
     * @param file a JSON object per line, in UTF-8
     * @return the suite, called like the file
     * @throws ModelFormatException if a line is not an item; names line, key, what was expected and what was found
     * @throws StorageException     if the file cannot be read
     */
    public static Suite read(final Path file) {
        return parse(file, TextFiles.read(file));
    }

    /**
     * Reads a suite from text.
     *
     * @param file where it comes from, for messages and as its name
     * @param text a JSON object per line; blank lines are skipped
     * @return the suite
     * @throws ModelFormatException if a line is not an item
     */
    public static Suite parse(final Path file, final String text) {
        return new Suite(String.valueOf(file.getFileName()), new SuiteReader(file).items(text));
    }
}
