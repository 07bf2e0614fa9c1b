package dev.ingot.runtime;

import dev.ingot.error.CancelledException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.io.AtomicFile;
import dev.ingot.io.Digests;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import dev.ingot.runtime.engine.Deadline;
import dev.ingot.runtime.engine.RunControl;
import dev.ingot.runtime.engine.SequenceImage;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A conversation or a text in a file:
 *
 * <pre>
 *   "INGOTTXT"; version: int32; length of the header: int32; the header, JSON in UTF-8;
 *   tokens of the text: count as int32, then int32 each; tokens in the cache: likewise;
 *   keys and values: tensor by tensor, head by head, token by token, float32, little-endian;
 *   SHA-256 of everything before it
 * </pre>
 *
 * <p>Integers are big-endian. The whole file is checked before anything of it is believed.
 */
final class ConversationFile {

    private static final byte[] MAGIC = "INGOTTXT".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int FIXED = MAGIC.length + 2 * Integer.BYTES;
    private static final int DIGEST = 32;

    private final Path file;
    private final LoadedModel model;

    ConversationFile(final Path file, final LoadedModel model) {
        this.file = file;
        this.model = model;
    }

    /** What a file says besides keys and values. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, not compared
    record Content(JsonObject header, int[] text) {

        SavedState chat() {
            return SavedState.parse(header.object("chat")
                    .orElseThrow(() -> header.missing("chat", "a conversation; this is a text")));
        }
    }

    /** Writes; keys and values only if they are asked for and still there. */
    void save(final Map<String, ?> content, final int[] text, final long owner, final boolean cache) {
        final var header = new LinkedHashMap<String, @Nullable Object>();
        header.put("model", String.valueOf(model.directory().getFileName()));
        header.put("fingerprint", ModelFingerprint.of(model));
        header.putAll(content);
        inside(Optional.empty(), control -> {
            final var image = new SequenceImage(model.engine(), control);
            final boolean held = cache && image.borrow(owner, (it, sequence) -> {
                final var adapter = model.adapters().find(it.adapter());
                if (it.adapter() != 0 && adapter.isEmpty()) {
                    write(header, text, new int[0], target -> {}); // it was unloaded
                    return;
                }
                header.put("stretched", it.stretched());
                adapter.ifPresent(header::putAll);
                write(header, text, it.tokens(), target -> image.write(sequence, target));
            });
            if (!held) {
                write(header, text, new int[0], target -> {});
            }
        });
    }

    private void write(final Map<String, @Nullable Object> header, final int[] text, final int[] held,
            final AtomicFile.Content cache) {
        AtomicFile.write(file, output -> {
            final var digested = new DigestOutputStream(output, Digests.digest());
            final var data = new DataOutputStream(digested);
            final byte[] json = JsonFiles.compact(header).getBytes(StandardCharsets.UTF_8);
            data.write(MAGIC);
            data.writeInt(VERSION);
            data.writeInt(json.length);
            data.write(json);
            data.write(ints(text));
            data.write(ints(held));
            cache.writeTo(data);
            output.write(digested.getMessageDigest().digest());
        });
    }

    private static byte[] ints(final int[] values) {
        final var bytes = java.nio.ByteBuffer.allocate(Integer.BYTES * (1 + values.length));
        bytes.putInt(values.length);
        bytes.asIntBuffer().put(values);
        return bytes.array();
    }

    /** Reads, and gives a new owner what keys and values there are. */
    Content restore(final long owner) {
        try {
            requireWhole();
            try (var input = new DataInputStream(
                    new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
                return restore(input, owner);
            }
        } catch (IOException e) {
            throw new StorageException("read", file, e);
        }
    }

    private void requireWhole() throws IOException {
        final long size = Files.size(file);
        try (var input = new DigestInputStream(Files.newInputStream(file), Digests.digest())) {
            final byte[] start = input.readNBytes(MAGIC.length);
            if (!Arrays.equals(start, MAGIC)) {
                throw ModelFormatException.of(file, "a conversation that was saved by Ingot",
                        "something else");
            }
            final byte[] version = input.readNBytes(Integer.BYTES);
            if (!Arrays.equals(version, new byte[]{0, 0, 0, VERSION})) {
                throw ModelFormatException.at(file, "version", MAGIC.length, String.valueOf(VERSION),
                        Arrays.toString(version), null);
            }
            skip(input, size - FIXED + Integer.BYTES - DIGEST);
            final byte[] found = input.getMessageDigest().digest();
            if (size < FIXED + DIGEST || !Arrays.equals(found, input.readNBytes(DIGEST))) {
                throw ModelFormatException.of(file, "the bytes that were saved, by their checksum",
                        "others: the file was cut or damaged");
            }
        }
    }

    private static void skip(final InputStream input, final long bytes) throws IOException {
        final var buffer = new byte[1 << 16];
        long left = bytes;
        while (left > 0) {
            final int read = input.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                return;
            }
            left -= read;
        }
    }

    private Content restore(final DataInputStream input, final long owner) throws IOException {
        input.skipNBytes(FIXED - Integer.BYTES);
        final long size = Files.size(file);
        final JsonObject header = JsonFiles.parse(file, input.readNBytes(count(input, "header", 1, size)));
        requireModel(header);
        final int[] text = ints(input, "text", size);
        final int[] held = ints(input, "cache", size);
        model.requireKnown(text);
        model.requireKnown(held);
        if (held.length > model.config().contextLength()) {
            throw ModelFormatException.of(file, "cache",
                    "at most " + model.config().contextLength() + " tokens", held.length + " tokens");
        }
        if (held.length > 0) {
            inside(header.string("computed_with"), control -> {
                requireAdapter(header);
                final var image = new SequenceImage(model.engine(), control);
                image.restore(owner, new SequenceImage.Held(held, header.bool("stretched").orElse(false),
                        control.adapter()), input);
            });
        }
        return new Content(header, text);
    }

    private int[] ints(final DataInputStream input, final String what, final long size) throws IOException {
        final int[] values = new int[count(input, what, Integer.BYTES, size)];
        for (int i = 0; i < values.length; i++) {
            values[i] = input.readInt();
        }
        return values;
    }

    private int count(final DataInputStream input, final String what, final int each, final long size)
            throws IOException {
        final int count = input.readInt();
        if (count < 0 || (long) count * each > size) {
            throw ModelFormatException.of(file, what, "a length within the file", String.valueOf(count));
        }
        return count;
    }

    private void requireModel(final JsonObject header) {
        final String found = header.string("fingerprint").orElse("");
        if (!found.equals(ModelFingerprint.of(model))) {
            throw ModelFormatException.of(file, "model", "the one that is loaded, " + model.directory(),
                    "another one, " + header.string("model").orElse("of no name")
                            + "; restore it with the model that it was saved with");
        }
    }

    private void requireAdapter(final JsonObject header) {
        final Optional<String> name = header.string("computed_with");
        if (name.isPresent()
                && !model.adapters().digest(name.get()).equals(header.string("adapter_digest"))) {
            throw ModelFormatException.of(file, "adapter",
                    "the adapter \"" + name.get() + "\" that is loaded",
                    "another one of this name");
        }
    }

    /** Uses native memory. */
    @FunctionalInterface
    private interface Use {

        void run(RunControl control) throws IOException;
    }

    private void inside(final Optional<String> adapter, final Use use) {
        try (var control = model.adapters().control(adapter, Deadline.NEVER)) {
            if (!model.engine().enter()) {
                throw new CancelledException("the generator was closed");
            }
            try {
                use.run(control);
            } finally {
                model.engine().leave();
            }
        } catch (IOException e) {
            throw new StorageException("read", file, e);
        }
    }
}
