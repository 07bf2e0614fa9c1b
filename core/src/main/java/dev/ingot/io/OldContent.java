package dev.ingot.io;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Keeps what a file held before it is replaced, beside it: {@code NAME.old}, else {@code NAME.old.2} and so on. */
public final class OldContent {

    private static final String ENDING = ".old";
    private static final int MOST = 1000;

    private OldContent() {}

    /**
     * Copies a file to a name beside it that is free.
     *
     * @param file the file
     * @return the copy
     * @throws IOException if it cannot be copied, or no name is free
     */
    public static Path keep(final Path file) throws IOException {
        @Nullable
        FileAlreadyExistsException taken = null;
        for (int i = 1; i < MOST; i++) {
            final Path old = file.resolveSibling(file.getFileName() + ENDING + (i == 1 ? "" : "." + i));
            try {
                return Files.copy(file, old);
            } catch (FileAlreadyExistsException e) {
                taken = e;
            }
        }
        throw new IOException("no name is free for what " + file + " held", taken);
    }
}
