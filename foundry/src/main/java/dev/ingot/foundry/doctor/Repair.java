package dev.ingot.foundry.doctor;

import dev.ingot.error.StorageException;
import dev.ingot.io.AtomicFile;
import dev.ingot.json.JsonEdit;
import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Mends one finding. Files are replaced as a whole; what a file held before is kept beside it as {@code NAME.old}. Each
 * works on what the file holds when it is applied.
 */
public final class Repair {

    private static final int GENAI_INDENT = 4;
    private static final int INDENT = 2;

    private final Path subject;
    private final String text;
    private final Action action;

    /** What a repair does. */
    @FunctionalInterface
    interface Action {

        /**
         * Does it.
         *
         * @param keeper keeps what files held before
         * @throws IOException if a file cannot be changed
         */
        void apply(OldFiles keeper) throws IOException;
    }

    Repair(final Path subject, final String text, final Action action) {
        this.subject = subject;
        this.text = text;
        this.action = action;
    }

    /** Changes the object of a JSON file. */
    static Repair json(final Path file, final String text, final Consumer<JsonEdit> change) {
        return new Repair(file, text, keeper -> {
            final var edit = new JsonEdit(JsonFiles.read(file));
            change.accept(edit);
            keeper.keep(file);
            AtomicFile.write(file, edit.text(file.endsWith("genai_config.json") ? GENAI_INDENT : INDENT));
        });
    }

    /** Writes a file anew, or for the first time. */
    static Repair write(final Path file, final String text, final Supplier<String> content) {
        return new Repair(file, text, keeper -> {
            final String made = content.get();
            keeper.keep(file);
            AtomicFile.write(file, made);
        });
    }

    /** Gives a file another name; by way of a third one, since some systems take both for the same. */
    static Repair rename(final Path from, final Path to) {
        return new Repair(from, "rename it to " + to.getFileName(), keeper -> {
            final Path between = from.resolveSibling(from.getFileName() + ".renaming");
            Files.move(from, between);
            Files.move(between, to);
        });
    }

    /**
     * Returns what it does.
     *
     * @return words, beginning with a verb
     */
    public String text() {
        return text;
    }

    /** Returns the file or directory that it changes. */
    Path subject() {
        return subject;
    }

    /**
     * Does it.
     *
     * @throws StorageException                   if a file cannot be changed
     * @throws dev.ingot.error.IngotException if what is needed for it is not there
     */
    void apply(final OldFiles keeper) {
        try {
            action.apply(keeper);
        } catch (IOException e) {
            throw new StorageException("mend", subject, e);
        }
    }
}
