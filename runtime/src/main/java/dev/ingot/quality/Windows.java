package dev.ingot.quality;

import dev.ingot.Calibration.Subject;
import dev.ingot.runtime.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Text cut into windows, each of which begins as the tokenizer begins a text. */
final class Windows {

    /** Long enough for the attention to be as in use, short enough for activations to stay small. */
    static final int LENGTH = 512;

    private Windows() {}

    static int length(final Subject model) {
        return Math.min(LENGTH, model.contextLength());
    }

    static List<int[]> of(final Subject model, final String text, final int tokens) {
        try (var tokenizer = Tokenizer.open(model.directory())) {
            final int[] plain = tokenizer.encodeRendered(text);
            final int[] whole = tokenizer.encode(text);
            // What is put before the text, not behind: a begin-of-text token, or nothing.
            final int added = plain.length > 0 && whole.length > plain.length && whole[0] != plain[0] ? 1 : 0;
            return cut(Arrays.copyOf(whole, added), Arrays.copyOf(plain, Math.min(plain.length, tokens)),
                    length(model));
        }
    }

    private static List<int[]> cut(final int[] beginning, final int[] text, final int length) {
        final var windows = new ArrayList<int[]>();
        final int step = Math.max(1, length - beginning.length);
        for (int start = 0; start < text.length; start += step) {
            final int count = Math.min(step, text.length - start);
            final int[] window = Arrays.copyOf(beginning, beginning.length + count);
            System.arraycopy(text, start, window, beginning.length, count);
            windows.add(window);
        }
        return windows;
    }
}
