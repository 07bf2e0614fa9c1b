package dev.ingot.foundry.service;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A client that sends whatever bytes a test wants to be sent. */
public final class RawHttp implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    /** An answer: names of headers in lower case, the body without its framing. */
    public record Answer(int status, Map<String, String> headers, String body) {}

    private final Socket socket;
    private final InputStream in;

    /** Connects. */
    public RawHttp(final InetSocketAddress address) throws IOException {
        socket = new Socket();
        socket.connect(address, PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = socket.getInputStream();
    }

    /** Sends a text as it is, a byte per character. */
    public RawHttp send(final String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Reads one answer to its end. */
    public Answer answer() throws IOException {
        final int status = Integer.parseInt(line().split(" ", 3)[1]);
        final Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            final int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        return new Answer(status, headers, new String(body(headers), StandardCharsets.UTF_8));
    }

    private byte[] body(final Map<String, String> headers) throws IOException {
        if (headers.containsKey("content-length")) {
            return in.readNBytes(Integer.parseInt(headers.get("content-length")));
        }
        final var body = new ByteArrayOutputStream();
        if (headers.containsKey("transfer-encoding")) {
            for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
                body.write(chunk);
            }
        }
        return body.toByteArray();
    }

    /** Reads the next chunk of a body; empty at its end. */
    public byte[] chunk() throws IOException {
        final byte[] chunk = in.readNBytes(Integer.parseInt(line(), 16));
        line();
        return chunk;
    }

    /** Reads a line that ends with CR LF. */
    public String line() throws IOException {
        final var line = new StringBuilder();
        for (int next = in.read(); next != '\r'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the server closed after \"" + line + "\"");
            }
            line.append((char) next);
        }
        if (in.read() != '\n') {
            throw new IOException("a line without its end");
        }
        return line.toString();
    }

    /** Reads a byte; -1 at the end. */
    public int read() throws IOException {
        return in.read();
    }

    /** Tells whether the server has ended the connection; waits for it or for a byte. */
    public boolean ended() throws IOException {
        return in.read() < 0;
    }

    /** Sends no more, but goes on reading. */
    public void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
