package dev.ingot.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Files that a clone of a repository leaves where git-lfs is not installed: some lines of text, which name the content and do
 * not hold it (<a href="https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md">the specification</a>).
 */
public final class GitLfs {

    /** What is found where such a file stands in for another, for messages. */
    public static final String POINTER = "a pointer of Git LFS in its place: fetch the file itself, for example with \"git lfs"
            + " pull\"";

    private static final byte[] BEGIN = "version https://git-lfs.github.com/spec/"
            .getBytes(StandardCharsets.UTF_8);

    private GitLfs() {}

    /**
     * Tells whether a file is a pointer.
     *
     * @param file the file
     * @return true if so; false also where it cannot be read
     */
    public static boolean isPointer(final Path file) {
        try (var input = Files.newInputStream(file)) {
            return isPointer(input.readNBytes(BEGIN.length));
        } catch (IOException e) {
            System.getLogger(GitLfs.class.getName()).log(System.Logger.Level.DEBUG, "not to be read", e);
            return false;
        }
    }

    /**
     * Tells whether the content of a file is a pointer.
     *
     * @param content of the file, or its beginning
     * @return true if so
     */
    public static boolean isPointer(final byte[] content) {
        return content.length >= BEGIN.length
                && Arrays.equals(content, 0, BEGIN.length, BEGIN, 0, BEGIN.length);
    }
}
