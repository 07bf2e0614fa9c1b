package dev.ingot.runtime;

import dev.ingot.error.CancelledException;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.io.AtomicFile;
import dev.ingot.io.Digests;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import dev.ingot.runtime.engine.Deadline;
import dev.ingot.runtime.engine.LoadedAdapter;
import dev.ingot.runtime.engine.RunControl;
import dev.ingot.runtime.engine.SequenceImage;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A conversation or a text in a file:
 *
 * <pre>
 *   "INGOTTXT"; version: int32; length of the header: int32; the header, JSON in UTF-8;
 *   tokens of the text: count as int32, then int32 each; tokens in the cache: likewise;
 *   keys and values: tensor by tensor, head by head, token by token, float32 in the machine's order,
 *     which is little-endian on all that are supported;
 *   SHA-256 of everything before it
 * </pre>
 *
 * <p>Integers are big-endian. The whole file is checked before anything of it is believed. The
 * checksum finds damage; lengths, ids and adapters are compared with the model as well, since whoever makes a file up also
 * writes its checksum. What its keys and values say cannot be checked.
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
    record Content(JsonObject header, int[] text, SavedAdapters adapters) {

        SavedState chat() {
            return SavedState.parse(header.object("chat")
                    .orElseThrow(() -> header.missing("chat", "a conversation; this is a text")), adapters);
        }
    }

    /**
     * Writes; keys and values only if they are asked for and still there.
     *
     * @param content what is remembered
     * @param adapter that goes on with it, if that is known
     * @param text    tokens
     * @param owner   of the sequence
     * @param cache   whether keys and values are asked for
     */
    void save(final Map<String, ?> content, final Optional<String> adapter, final int[] text,
            final long owner, final boolean cache) {
        final var header = new LinkedHashMap<String, @Nullable Object>();
        header.put("model", String.valueOf(model.directory().getFileName()));
        header.put("fingerprint", ModelFingerprint.of(model));
        header.putAll(content);
        final var adapters = new TreeMap<String, String>();
        header.put(SavedAdapters.KEY, adapters);
        adapter.ifPresent(name -> add(adapters, name));
        try {
            save(header, adapters, text, owner, cache);
        } catch (IOException e) {
            throw new StorageException("write", file, e);
        } catch (StorageException e) {
            throw e.getCause() instanceof ClosedByInterruptException ? cancelled() : e;
        }
    }

    private void add(final Map<String, String> adapters, final String name) {
        model.adapters().digest(name).ifPresent(digest -> adapters.put(name, digest));
    }

    private void save(final Map<String, @Nullable Object> header, final Map<String, String> adapters,
            final int[] text, final long owner, final boolean cache) throws IOException {
        inside(Optional.empty(), control -> {
            final var image = new SequenceImage(model.engine(), control);
            final boolean held = cache && image.borrow(owner, (it, sequence) -> {
                final Optional<String> with = model.adapters().find(it.adapter());
                if (it.adapter() != LoadedAdapter.NONE && with.isEmpty()) {
                    write(header, text, new int[0], target -> {}); // it was unloaded
                    return;
                }
                header.put("stretched", it.stretched());
                with.ifPresent(name -> {
                    header.put(SavedAdapters.COMPUTED_WITH, name);
                    add(adapters, name);
                });
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

    /**
     * Reads, and gives a new owner what keys and values there are.
     *
     * @param owner of the sequence
     * @param what  is wanted of the content; asked before any sequence is touched
     */
    <T> T restore(final long owner, final Function<Content, T> what) {
        // Opened once: what is read is what was checked, even if the file is replaced meanwhile.
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            requireWhole(channel);
            channel.position(0);
            final var input = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
            return restore(new DataInputStream(input), channel.size(), owner, what);
        } catch (ClosedByInterruptException e) {
            throw cancelled();
        } catch (IOException e) {
            throw new StorageException("read", file, e);
        }
    }

    private static CancelledException cancelled() {
        return new CancelledException("saving or restoring a conversation was cancelled");
    }

    @SuppressWarnings("resource") // the channel is its owner's
    private void requireWhole(final FileChannel channel) throws IOException {
        final long size = channel.size();
        final var input = new DigestInputStream(Channels.newInputStream(channel), Digests.digest());
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

    private <T> T restore(final DataInputStream input, final long size, final long owner,
            final Function<Content, T> what) throws IOException {
        input.skipNBytes(FIXED - Integer.BYTES);
        final byte[] json = input.readNBytes(count(input, "header", 1, size));
        final JsonObject header = JsonFiles.parse(file, json);
        requireModel(header);
        final int[] text = ints(input, "text", size);
        final int[] held = ints(input, "cache", size);
        final boolean stretched = header.bool("stretched").orElse(false);
        requireCache(held, stretched);
        final var adapters = new SavedAdapters(file, header, model.adapters());
        final T wanted = what.apply(new Content(header, text, adapters));
        final long cache = size - FIXED - json.length - DIGEST
                - Integer.BYTES * (2L + text.length + held.length);
        inside(adapters.computedWith(), control -> {
            final var image = new SequenceImage(model.engine(), control);
            requireLength(cache, image.tokenBytes() * held.length);
            if (held.length > 0) {
                image.restore(owner, new SequenceImage.Held(held, stretched, control.adapter()), input);
            }
        });
        return wanted;
    }

    private void requireLength(final long found, final long expected) {
        if (found != expected) {
            throw ModelFormatException.of(file, "cache",
                    expected + " bytes of keys and values, as its tokens have in this model",
                    found + " bytes");
        }
    }

    private void requireCache(final int[] held, final boolean stretched) {
        final int most = model.config().contextLength();
        if (held.length > most) {
            throw ModelFormatException.of(file, "cache", "at most " + most + " tokens",
                    held.length + " tokens");
        }
        final int border = model.engine().longestAlike(0);
        if (stretched ? border >= most : held.length > border) {
            throw ModelFormatException.of(file, "stretched",
                    "how this model rotates " + held.length + " tokens", String.valueOf(stretched));
        }
    }

    private int[] ints(final DataInputStream input, final String what, final long size) throws IOException {
        final int[] values = new int[count(input, what, Integer.BYTES, size)];
        for (int i = 0; i < values.length; i++) {
            values[i] = input.readInt();
        }
        try {
            model.requireKnown(values);
        } catch (InvalidOptionException e) {
            throw ModelFormatException.of(file, what, "ids that the model knows",
                    String.valueOf(e.getMessage()));
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
                    "another one, " + header.string("model").orElse("of no name").replaceAll("\\p{C}", "?")
                            + "; restore it with the model that it was saved with");
        }
    }

    /** Uses native memory. */
    @FunctionalInterface
    private interface Use {

        void run(RunControl control) throws IOException;
    }

    private void inside(final Optional<String> adapter, final Use use) throws IOException {
        try (var control = model.adapters().control(adapter, Deadline.NEVER)) {
            if (!model.engine().enter()) {
                throw new CancelledException("the generator was closed");
            }
            try {
                use.run(control);
            } finally {
                model.engine().leave();
            }
        }
    }
}
