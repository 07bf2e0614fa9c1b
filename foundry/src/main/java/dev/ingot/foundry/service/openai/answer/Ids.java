package dev.ingot.foundry.service.openai.answer;

import dev.ingot.foundry.service.openai.request.CallNames;
import java.security.SecureRandom;
import java.util.regex.Pattern;

/** Names of what the service makes: a prefix, and letters and digits that nobody can guess. Thread-safe. */
public final class Ids {

    private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final Pattern COUNTED = Pattern.compile("call[0-9]{5}");
    private static final int LENGTH = 24;
    private static final int CALL_LENGTH = 9;

    private final SecureRandom random = new SecureRandom();

    /** Creates a source of names. */
    public Ids() {}

    /**
     * Makes a name.
     *
     * @param prefix for example {@code chatcmpl-}
     * @return the prefix and 24 letters and digits
     */
    public String next(final String prefix) {
        return prefix + letters(LENGTH);
    }

    /**
     * Makes the name of a call.
     *
     * @param own the id that the parser gave it: one that the model wrote is kept, one that was counted says nothing
     * @return for clients
     */
    public String call(final String own) {
        return CallNames.forClients(COUNTED.matcher(own).matches() ? letters(CALL_LENGTH) : own);
    }

    private String letters(final int count) {
        final var text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
