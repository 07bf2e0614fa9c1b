package dev.ingot.foundry.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes files one behind the other; every tar reads them. Their bytes begin at multiples of 512. Not thread-safe; the
 * stream belongs to the caller.
 */
public final class TarWriter {

    private static final int BUFFER = 1 << 18;

    private final OutputStream output;

    /**
     * Begins an archive.
     *
     * @param output where it goes
     */
    public TarWriter(final OutputStream output) {
        this.output = output;
    }

    /**
     * Writes a file.
     *
     * @param name    its name, with slashes
     * @param size    in bytes
     * @param content read to its end
     * @return how many bytes were there; if they are not {@code size}, the archive is of no use
     * @throws IOException if reading or writing fails
     */
    public long file(final String name, final long size, final InputStream content) throws IOException {
        header(name, size);
        final var buffer = new byte[BUFFER];
        long written = 0;
        for (int read = content.read(buffer); read >= 0 && written <= size; read = content.read(buffer)) {
            output.write(buffer, 0, read);
            written += read;
        }
        pad(size);
        return written;
    }

    private void header(final String name, final long size) throws IOException {
        final byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        final boolean plain = bytes.length == name.length() && bytes.length <= TarHeader.NAME_BYTES;
        final var records = new ByteArrayOutputStream();
        if (!plain) {
            records.writeBytes(record("path", name));
        }
        if (size > TarHeader.MAX_SIZE) {
            records.writeBytes(record("size", Long.toString(size)));
        }
        if (records.size() > 0) {
            output.write(TarHeader.encode("pax-header", records.size(), TarHeader.PAX));
            records.writeTo(output);
            pad(records.size());
        }
        output.write(TarHeader.encode(plain ? name : "pax-name",
                size > TarHeader.MAX_SIZE ? 0 : size, TarHeader.FILE));
    }

    /** A record says its own length, in decimal digits that count themselves. */
    private static byte[] record(final String key, final String value) {
        final byte[] text = (" " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8);
        int length = text.length + 1;
        while (Integer.toString(length).length() + text.length != length) {
            length++;
        }
        final byte[] digits = Integer.toString(length).getBytes(StandardCharsets.US_ASCII);
        final byte[] record = new byte[length];
        System.arraycopy(digits, 0, record, 0, digits.length);
        System.arraycopy(text, 0, record, digits.length, text.length);
        return record;
    }

    private void pad(final long size) throws IOException {
        output.write(new byte[(int) (-size & (TarHeader.BLOCK - 1))]);
    }

    /**
     * Writes the end.
     *
     * @throws IOException if writing fails
     */
    public void end() throws IOException {
        output.write(new byte[2 * TarHeader.BLOCK]);
        output.flush();
    }
}
