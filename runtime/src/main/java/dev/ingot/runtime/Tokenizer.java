package dev.ingot.runtime;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.runtime.text.TokenBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Text to token ids and back, by the rules of a tokenizer.json. Nothing is truncated or padded. A half of a character in a text (an
 * unpaired surrogate, as is left where a text was cut) counts as U+FFFD, as where JavaScript's strings become UTF-8. Thread-safe.
 *
 * <p>Opening the first one in a process sets the system property {@code ai.djl.offline} to true if nobody has set it:
 * without it the native tokenizer library may be fetched from the network, and its use reported there.
 */
public final class Tokenizer implements AutoCloseable {

    private static final String FILE = "tokenizer.json";
    private static final int REPLACEMENT = 0xFFFD;
    private static final String OFFLINE = "ai.djl.offline";

    /** Normal forms write at most so many characters as one. */
    private static final int COMPOSED = 4;

    /** Texts that are encoded sooner than it is found out what the longest token is. */
    private static final int SHORT = 10_000;

    private final Path file;
    private final HuggingFaceTokenizer tokenizer;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed; // guarded by the lock
    private volatile byte @Nullable [][] bytes; // of all tokens; null until they are asked for
    private volatile int longest; // token in characters; 0 until it is asked for

    private Tokenizer(final Path file, final HuggingFaceTokenizer tokenizer) {
        this.file = file;
        this.tokenizer = tokenizer;
    }

    /**
     * Reads a tokenizer.
     *
     * @param directory that holds tokenizer.json
     * @return the tokenizer, to be closed by the caller
     * @throws ModelFormatException if there is no such file or it is not a tokenizer
     * @throws StorageException     if it cannot be read
     */
    public static Tokenizer open(final Path directory) {
        final Path file = directory.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw ModelFormatException.of(file, "a tokenizer", "no such file");
        }
        stayOffline();
        try {
            // The path form also reads tokenizer_config.json and would let its model_max_length truncate.
            return new Tokenizer(file, load(file));
        } catch (IOException e) {
            throw new StorageException("read", file, e);
        } catch (RuntimeException e) {
            throw ModelFormatException.at(file, null, -1, "a tokenizer", String.valueOf(e.getMessage()), e);
        }
    }

    private static HuggingFaceTokenizer load(final Path file) throws IOException {
        final var settings = Map.of("truncation", "false", "padding", "false", "modelMaxLength",
                String.valueOf(Integer.MAX_VALUE), "maxLength", String.valueOf(Integer.MAX_VALUE));
        try (var input = Files.newInputStream(file)) {
            return HuggingFaceTokenizer.newInstance(input, settings);
        }
    }

    private static synchronized void stayOffline() {
        if (System.getProperty(OFFLINE) == null) {
            System.setProperty(OFFLINE, "true");
        }
    }

    /**
     * Encodes plain text and adds what the tokenizer adds, such as a begin-of-text token.
     *
     * @param text any text
     * @return its ids
     */
    public int[] encode(final String text) {
        return ids(text, true);
    }

    /**
     * Encodes text that already holds every special token it needs, such as a rendered chat template.
     *
     * @param text any text
     * @return its ids
     */
    public int[] encodeRendered(final String text) {
        return ids(text, false);
    }

    /**
     * Tells without encoding a text how many tokens it has at least, so that one that is much too long can be refused at once:
     * encoding takes seconds for each few megabytes.
     *
     * @param text any text
     * @return a number that is far too low for most texts, and never too high for one of words; 0 for short texts
     * @throws StorageException if tokenizer.json is not there any more
     */
    public int leastTokens(final String text) {
        return text.length() <= SHORT ? 0 : (int) (text.length() / ((long) COMPOSED * longest()));
    }

    private int longest() {
        if (longest == 0) {
            longest = readLongest();
        }
        return longest;
    }

    private int readLongest() {
        try {
            return TokenBytes.read(file).longest();
        } catch (UnsupportedModelException e) {
            return Integer.MAX_VALUE; // it is not known what its tokens stand for
        }
    }

    private int[] ids(final String text, final boolean special) {
        final long[] ids = whileOpen(() -> tokenizer.encode(wellFormed(text), special, false).getIds());
        final var result = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            result[i] = Math.toIntExact(ids[i]);
        }
        return result;
    }

    /** The native library would make three replacements of each half. */
    private static String wellFormed(final String text) {
        if (text.codePoints().noneMatch(Tokenizer::isHalf)) {
            return text;
        }
        final var whole = new StringBuilder(text.length());
        text.codePoints().map(it -> isHalf(it) ? REPLACEMENT : it).forEach(whole::appendCodePoint);
        return whole.toString();
    }

    private static boolean isHalf(final int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /**
     * Decodes ids to text without special tokens. Bytes that are no UTF-8 become U+FFFD, ids that are not in the
     * vocabulary nothing.
     *
     * @param ids token ids
     * @return the text
     */
    public String decode(final int... ids) {
        return decode(ids, true);
    }

    /**
     * Decodes ids to text.
     *
     * @param ids         token ids
     * @param skipSpecial whether special tokens are left out
     * @return the text
     */
    public String decode(final int[] ids, final boolean skipSpecial) {
        final var wide = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] < 0) {
                throw new InvalidOptionException("token id: expected 0 or more, found " + ids[i]);
            }
            wide[i] = ids[i];
        }
        return whileOpen(() -> Objects.requireNonNullElse(tokenizer.decode(wide, skipSpecial), ""));
    }

    /**
     * Returns what a token adds to a text, which may be a part of a character.
     *
     * @param id of the token
     * @return its bytes; none for special tokens, unknown ids, and tokenizers whose decoder is neither byte-level nor like
     *         SentencePiece's
     * @throws StorageException if tokenizer.json is not there any more
     */
    public byte[] bytes(final int id) {
        byte[][] all = bytes;
        if (all == null) {
            all = readBytes();
            bytes = all;
        }
        return id >= 0 && id < all.length ? all[id].clone() : new byte[0];
    }

    private byte[][] readBytes() {
        try {
            return TokenBytes.read(file).all();
        } catch (UnsupportedModelException e) {
            return new byte[0][];
        }
    }

    /** Keeps the native tokenizer from being freed under a running call. */
    private <T> T whileOpen(final Supplier<T> call) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException(
                        "the tokenizer is closed, or the generator that it belongs to");
            }
            return call.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Waits for running calls and frees the native tokenizer. Does nothing the second time. */
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                tokenizer.close();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
