package dev.ingot.foundry.service.guard;

import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.foundry.service.wire.RequestHead;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** The key that clients have to know. Compared in a time that says nothing about it, not even its length. */
final class ApiKey {

    private static final String BEARER = "Bearer ";

    private final byte[] digest;

    ApiKey(final String key) {
        digest = digest(key);
    }

    /**
     * Lets those in who know the key.
     *
     * @throws HttpFailure with status 401 otherwise
     */
    void check(final RequestHead head) {
        final Optional<String> given = head.header("authorization")
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip())
                .or(() -> head.header("api-key")).or(() -> head.header("x-api-key"));
        if (!MessageDigest.isEqual(digest, digest(given.orElse(""))) || given.isEmpty()) {
            throw HttpFailure
                    .of(401, given.isEmpty()
                            ? "this service asks for a key: send Authorization: Bearer KEY"
                            : "the key is not the one of this service", null, "invalid_api_key")
                    .header("WWW-Authenticate", "Bearer");
        }
    }

    private static byte[] digest(final String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
