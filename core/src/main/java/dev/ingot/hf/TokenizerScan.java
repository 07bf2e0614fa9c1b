package dev.ingot.hf;

import dev.ingot.json.JsonScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What {@link TokenizerFile} checks, in a fraction of the time, for the tokenizers that most models have: byte pairs, the
 * vocabulary in front of the merges. Of all others, and of those with an error, it says nothing.
 */
final class TokenizerScan {

    /** The file has to fit into so much of the heap. */
    private static final int SHARE = 8;

    private final byte[] text;
    private final JsonScan json;
    private final Spellings vocabulary;
    private boolean model;
    private boolean pairs;

    private TokenizerScan(final byte[] text) {
        this.text = text;
        this.json = new JsonScan(text);
        this.vocabulary = new Spellings(text);
    }

    /**
     * Looks at a file.
     *
     * @return true if the check would find nothing wrong; false if it has to be asked
     */
    static boolean isSound(final Path file) {
        try {
            return Files.size(file) <= Runtime.getRuntime().maxMemory() / SHARE
                    && new TokenizerScan(Files.readAllBytes(file)).isSound();
        } catch (IOException e) {
            return false; // The check reads it again, and says so.
        }
    }

    private boolean isSound() {
        for (boolean more = json.open('{', '}'); more; more = json.more('}')) {
            json.key();
            if (json.is("model")) {
                model();
            } else if (json.is("added_tokens") && json.isNext('[')) {
                addedTokens();
            } else {
                json.skip();
            }
        }
        json.finish();
        return json.isSound() && pairs && !vocabulary.isEmpty();
    }

    private void addedTokens() {
        for (boolean more = json.open('[', ']'); more; more = json.more(']')) {
            for (boolean field = json.open('{', '}'); field; field = json.more('}')) {
                json.key();
                if (json.is("id")) {
                    json.number();
                } else {
                    json.skip();
                }
            }
        }
    }

    private void model() {
        if (model) {
            json.doubt();
        }
        model = true;
        for (boolean more = json.open('{', '}'); more; more = json.more('}')) {
            json.key();
            if (json.is("type")) {
                type();
            } else if (json.is("vocab")) {
                vocabulary();
            } else if (json.is("merges")) {
                merges();
            } else {
                json.skip();
            }
        }
    }

    private void type() {
        json.string();
        pairs = json.is("BPE");
        require(pairs);
    }

    private void vocabulary() {
        for (boolean more = json.open('{', '}'); more; more = json.more('}')) {
            json.key();
            vocabulary.add(json.start(), json.end());
            json.number();
        }
    }

    private void merges() {
        require(pairs && !vocabulary.isEmpty());
        for (boolean more = json.open('[', ']'); more; more = json.more(']')) {
            if (json.isNext('[')) {
                two();
            } else {
                json.string();
                merge(json.start(), json.end());
            }
        }
    }

    private void two() {
        require(json.open('[', ']'));
        json.string();
        final int start = json.start();
        final int end = json.end();
        require(json.more(']'));
        json.string();
        require(!json.more(']'));
        pair(start, end, json.start(), json.end());
    }

    /** Two tokens with a space between them; of tokens with spaces of their own nothing can be said. */
    private void merge(final int start, final int end) {
        final int space = space(start + 1, end);
        require(space < end && space(space + 1, end) == end);
        pair(start, space, space + 1, end);
    }

    private int space(final int from, final int end) {
        int at = from;
        while (at < end && text[at] != ' ') {
            at++;
        }
        return at;
    }

    private void pair(final int start, final int end, final int nextStart, final int nextEnd) {
        require(json.isSound() && vocabulary.contains(start, end) && vocabulary.contains(nextStart, nextEnd)
                && vocabulary.contains(start, end, nextStart, nextEnd));
    }

    private void require(final boolean condition) {
        if (!condition) {
            json.doubt();
        }
    }
}
