package dev.ingot.foundry.service.openai.request;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/**
 * Ids of calls. Clients see {@code call_} and nine letters and digits, as Foundry Local writes them; templates see the nine
 * alone, since some of them (Mistral's) take nothing else. Any other id that a client brings along becomes nine that depend on
 * it alone.
 */
public final class CallNames {

    private static final String PREFIX = "call_";
    private static final Pattern SHORT = Pattern.compile("[A-Za-z0-9]{9}");
    private static final int RADIX = 36;

    private CallNames() {}

    /**
     * Returns what templates see.
     *
     * @param id of a call, as clients know it
     * @return nine letters and digits
     */
    public static String forTemplates(final String id) {
        final String rest = id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : id;
        return SHORT.matcher(rest).matches() ? rest : digest(id);
    }

    /**
     * Returns what clients see of an id that a model wrote itself.
     *
     * @param id any
     * @return with {@code call_} before it, if it is one of nine letters and digits
     */
    public static String forClients(final String id) {
        return SHORT.matcher(id).matches() ? PREFIX + id : id;
    }

    private static String digest(final String id) {
        try {
            final byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(id.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, hash).toString(RADIX).substring(0, 9);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
