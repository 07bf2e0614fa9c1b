package dev.ingot.runtime.text;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.json.JsonStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What each token of a tokenizer.json adds to a text, as bytes, by the rules of its decoder: byte-level (each character
 * stands for a byte, as GPT-2 has it), or SentencePiece-like (a lower block stands for a blank, {@code <0x0A>} for a byte).
 */
public final class TokenBytes {

    private static final byte[] NONE = {};
    private static final String DECODER = "decoder";

    private final Path file;
    private final Map<Integer, String> pieces = new HashMap<>();
    private final Map<Integer, Boolean> added = new HashMap<>(); // id, and whether it is special
    private @Nullable String unknown;
    private boolean byteLevel;
    private boolean fallback;
    private boolean blanks; // the lower block is a blank
    private boolean strips;

    private TokenBytes(final Path file) {
        this.file = file;
    }

    /**
     * Reads a tokenizer.
     *
     * @param file tokenizer.json
     * @return its tokens
     * @throws UnsupportedModelException if its decoder is none of those above
     * @throws ModelFormatException      if the file is not one JSON object
     * @throws StorageException          if it cannot be read
     */
    public static TokenBytes read(final Path file) {
        final var tokens = new TokenBytes(file);
        JsonStream.read(file, tokens::read);
        if (!tokens.byteLevel && !tokens.blanks) {
            throw new UnsupportedModelException(file + ": constraints need a tokenizer with a byte-level or"
                    + " SentencePiece-like decoder; this one has another");
        }
        return tokens;
    }

    private void read(final JsonStream json) throws IOException {
        json.members(key -> {
            switch (key) {
                case "model" -> json.members(part -> model(json, part));
                case "added_tokens" -> json.elements(() -> added(json));
                case DECODER -> decoder(json);
                default -> {
                }
            }
        });
    }

    private void model(final JsonStream json, final String part) throws IOException {
        if (part.equals("vocab") && json.isArray()) {
            final int[] next = {0};
            json.elements(() -> {
                final int id = next[0]++;
                json.elements(() -> {
                    if (json.scalar() instanceof String piece) {
                        pieces.putIfAbsent(id, piece);
                    }
                });
            });
        } else if (part.equals("vocab")) {
            json.members(piece -> pieces.putIfAbsent(id(json), piece));
        } else if (part.equals("unk_token") && json.scalar() instanceof String piece) {
            unknown = piece;
        }
    }

    private static int id(final JsonStream json) throws IOException {
        return json.scalar() instanceof Integer id ? id : -1;
    }

    private void added(final JsonStream json) throws IOException {
        final int[] id = {-1};
        final String[] content = {""};
        final boolean[] special = {true};
        json.members(key -> {
            switch (key) {
                case "id" -> id[0] = id(json);
                case "content" -> content[0] = String.valueOf(json.scalar());
                case "special" -> special[0] = !Boolean.FALSE.equals(json.scalar());
                default -> {
                }
            }
        });
        pieces.put(id[0], content[0]);
        added.put(id[0], special[0]);
    }

    private void decoder(final JsonStream json) throws IOException {
        final String[] type = {""};
        final boolean[] first = {false};
        json.members(key -> {
            switch (key) {
                case "type" -> type[0] = String.valueOf(json.scalar());
                case "decoders" -> json.elements(() -> decoder(json));
                case "start" -> first[0] = !Objects.equals(json.scalar(), 0);
                case "prepend_scheme" -> first[0] = !Objects.equals(json.scalar(), "never");
                case "add_prefix_space" -> first[0] |= Boolean.TRUE.equals(json.scalar());
                default -> {
                }
            }
        });
        byteLevel |= type[0].equals("ByteLevel");
        fallback |= type[0].equals("ByteFallback");
        blanks |= type[0].equals("Replace") || type[0].equals("Metaspace");
        strips |= first[0] && (type[0].equals("Strip") || type[0].equals("Metaspace"));
    }

    /**
     * Tells whether a blank at the beginning of a text is left out.
     *
     * @return true if the text of a first token loses one
     */
    public boolean dropsFirstBlank() {
        return strips;
    }

    /**
     * Returns the length of the longest token, special ones included.
     *
     * @return characters as tokenizer.json writes it, at least 1: never fewer than the text has that it stands for
     */
    public int longest() {
        return Math.max(1, pieces.values().stream().mapToInt(String::length).max().orElse(1));
    }

    /**
     * Returns the bytes of all tokens.
     *
     * @return by id; none for special tokens and ids that are not given away
     */
    public byte[][] all() {
        final int size = 1 + pieces.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1);
        final var result = new byte[size][];
        Arrays.fill(result, NONE);
        pieces.forEach((id, piece) -> {
            if (id >= 0 && !added.getOrDefault(id, false) && !piece.equals(unknown)) {
                result[id] = byteLevel ? PieceBytes.ofByteLevel(piece) : PieceBytes.ofPiece(piece, fallback);
            }
        });
        return result;
    }

    @Override
    public String toString() {
        return "tokens of " + file;
    }
}
