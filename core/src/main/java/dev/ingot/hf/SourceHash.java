package dev.ingot.hf;

import dev.ingot.error.StorageException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over names, sizes, small files and safetensors headers; weights themselves are not read. */
final class SourceHash {

    private static final int BUFFER = 1 << 16;

    private final MessageDigest digest;

    SourceHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Takes name, size and content of a small file. */
    void addContent(final Path file) {
        try (var input = Files.newInputStream(file)) {
            start(file, Files.size(file));
            final var buffer = new byte[BUFFER];
            for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        } catch (IOException e) {
            throw new StorageException("read", file, e);
        }
    }

    /** Takes name, size and header of safetensors files. */
    void addHeaders(final Safetensors tensors) {
        for (final SafetensorsFile file : tensors.files()) {
            addHeader(file.path(), file.size(), file.header());
        }
    }

    /** Takes name, size and header of a file. */
    void addHeader(final Path file, final long size, final MemorySegment header) {
        start(file, size);
        digest.update(header.asByteBuffer());
    }

    private void start(final Path file, final long size) {
        final byte[] name = String.valueOf(file.getFileName()).getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, name.length));
        digest.update(name);
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, size));
    }

    /** The hash in lower-case hexadecimal; ends the computation. */
    String finish() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
