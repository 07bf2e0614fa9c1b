package dev.ingot.chat.answer;

import java.util.Locale;

/** Makes ids for calls that the model gave none: nine letters and digits, each once. */
final class CallIds {

    private int made;

    CallIds(final int before) {
        this.made = before;
    }

    String next() {
        return String.format(Locale.ROOT, "call%05d", ++made);
    }
}
