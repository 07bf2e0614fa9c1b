package dev.ingot.runtime.text;

import java.util.Arrays;
import java.util.function.Function;

/**
 * Turns ids into text as they come, without ever cutting a character in two.
 *
 * <p>What a token decodes to depends on the tokens before it (a leading blank, bytes of one character spread over several
 * tokens). So a short window is decoded, and its text without that of its older part is what is new. While the window
 * ends in an incomplete character, which decodes to U+FFFD, nothing is released. For one thread at a time.
 */
public final class Detokenizer {

    private static final char INCOMPLETE = '\uFFFD';

    /** A character takes few tokens; this many without text are garbage, and released as such to keep the window short. */
    private static final int MOST_PENDING = 64;

    private final Function<int[], String> decoder;
    private int[] window = new int[16]; // ids: older ones whose text is out, then pending ones
    private int older;
    private int size;
    private String context = ""; // text of the older ids

    /**
     * Starts at the beginning of a text.
     *
     * @param decoder of whole id sequences
     */
    public Detokenizer(final Function<int[], String> decoder) {
        this.decoder = decoder;
    }

    /**
     * Takes the next id.
     *
     * @param id a token id
     * @return the text that became complete; often empty
     */
    public String next(final int id) {
        if (size == window.length) {
            window = Arrays.copyOf(window, size * 2);
        }
        window[size++] = id;
        final String text = decode(0);
        final boolean wait = text.length() <= context.length() || endsIncomplete(text);
        return wait && size - older < MOST_PENDING ? "" : release(text);
    }

    /**
     * Ends the text.
     *
     * @return what was held back: an incomplete character as U+FFFD, or nothing
     */
    public String flush() {
        final String piece = size == older ? "" : fresh(decode(0));
        size = 0;
        older = 0;
        context = "";
        return piece;
    }

    private static boolean endsIncomplete(final String text) {
        return text.charAt(text.length() - 1) == INCOMPLETE;
    }

    /** Releases what is pending and makes it the context of what follows. */
    private String release(final String text) {
        final String piece = fresh(text);
        final int pending = size - older;
        System.arraycopy(window, older, window, 0, pending);
        size = pending;
        older = pending;
        context = decode(0);
        return piece;
    }

    /**
     * Cuts the context off. Where broken bytes have changed even the older part (some decoders give up a whole run of
     * bytes for one that is wrong), what is out cannot be taken back, and the pending ids count alone.
     */
    private String fresh(final String text) {
        return text.startsWith(context) ? text.substring(context.length()) : decode(older);
    }

    private String decode(final int from) {
        return decoder.apply(Arrays.copyOfRange(window, from, size));
    }
}
