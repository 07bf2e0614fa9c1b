package dev.ingot.foundry.doctor;

import dev.ingot.json.JsonStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a tokenizer.json says of its ids, read without keeping the vocabulary.
 *
 * @param marks     ids of added tokens, and of those of the vocabulary that look like marks
 * @param texts     ids of added tokens that are said not to be special
 * @param largestId of all tokens; -1 when there are none
 * @param largest   the token with that id
 * @param kind      of the model: BPE, Unigram, WordPiece or WordLevel; empty where the file does not say
 */
record TokenizerSummary(Map<String, Integer> marks, Set<Integer> texts, int largestId, String largest,
        String kind) {

    private static final Pattern MARK = Pattern.compile("[<\\[].{1,60}[>\\]]");

    TokenizerSummary {
        marks = Map.copyOf(marks);
        texts = Set.copyOf(texts);
    }

    static TokenizerSummary read(final Path file) {
        final var reading = new Reading();
        JsonStream.read(file, reading::read);
        return new TokenizerSummary(reading.marks, reading.texts, reading.largestId, reading.largest,
                reading.kind);
    }

    /** Finds a mark. */
    OptionalInt id(final String token) {
        final Integer id = marks.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** Returns the mark of an id. */
    Optional<String> mark(final int id) {
        return marks.entrySet().stream().filter(entry -> entry.getValue() == id).map(Map.Entry::getKey)
                .sorted()
                .findFirst();
    }

    /** Tells whether a token is one of texts; of lists of pieces nothing is known. */
    boolean isOrdinary(final int id) {
        return id >= 0 && id <= largestId && !kind.equals("Unigram")
                && (texts.contains(id) || mark(id).isEmpty());
    }

    /** Returns an id for people: with its mark, where it has one. */
    String text(final int id) {
        return mark(id).map(token -> id + " (" + token + ")").orElse(String.valueOf(id));
    }

    private static final class Reading {

        private final Map<String, Integer> marks = new HashMap<>();
        private final Set<Integer> texts = new HashSet<>();
        private int largestId = -1;
        private String largest = "";
        private String kind = "";
        private String content = "";
        private int id = -1;
        private boolean text;

        private void read(final JsonStream json) throws IOException {
            json.members(key -> {
                switch (key) {
                    case "added_tokens" -> json.elements(() -> added(json));
                    case "model" -> json.members(part -> {
                        if (part.equals("vocab")) {
                            vocabulary(json);
                        } else if (part.equals("type") && json.scalar() instanceof String name) {
                            kind = name;
                        }
                    });
                    default -> {
                    }
                }
            });
        }

        private void added(final JsonStream json) throws IOException {
            content = "";
            id = -1;
            text = false;
            json.members(field -> {
                final @Nullable Object value = switch (field) {
                    case "content", "id", "special" -> json.scalar();
                    default -> null;
                };
                switch (value) {
                    case String token -> content = token;
                    case Integer number -> id = number;
                    case Boolean special -> text = !special;
                    case null, default -> {
                    }
                }
            });
            if (text) {
                texts.add(id);
            }
            see(content, id, true);
        }

        /** Tokens with their ids, or a list of pieces whose ids are their places. */
        private void vocabulary(final JsonStream json) throws IOException {
            if (json.isArray()) {
                id = -1;
                json.elements(() -> {
                    id++;
                    see("", id, false);
                });
            } else {
                json.members(token -> {
                    if (json.scalar() instanceof Integer number) {
                        see(token, number, MARK.matcher(token).matches());
                    }
                });
            }
        }

        private void see(final String token, final int number, final boolean mark) {
            if (mark && !token.isEmpty() && number >= 0) {
                marks.put(token, number);
            }
            if (number > largestId) {
                largestId = number;
                largest = token;
            }
        }
    }
}
