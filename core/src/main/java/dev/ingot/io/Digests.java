package dev.ingot.io;

import dev.ingot.error.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in lower-case hexadecimal. */
public final class Digests {

    private static final int BUFFER = 1 << 18;

    private Digests() {}

    /**
     * Hashes a text.
     *
     * @param text in UTF-8
     * @return 64 digits
     */
    public static String sha256(final String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Hashes bytes.
     *
     * @param bytes all of them
     * @return 64 digits
     */
    public static String sha256(final byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    /**
     * Hashes the content of a file, piece by piece.
     *
     * @param file the file
     * @return 64 digits
     * @throws StorageException if it cannot be read
     */
    public static String sha256(final Path file) {
        final MessageDigest digest = digest();
        try (var input = Files.newInputStream(file)) {
            final var buffer = new byte[BUFFER];
            for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        } catch (IOException e) {
            throw new StorageException("read", file, e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Makes a digest to be fed piece by piece.
     *
     * @return SHA-256
     */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
