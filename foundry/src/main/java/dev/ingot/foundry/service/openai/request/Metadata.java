package dev.ingot.foundry.service.openai.request;

import dev.ingot.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What requests note of themselves, in as little room as OpenAI gives it: responses repeat it for as long as they are kept. */
final class Metadata {

    private static final String KEY = "metadata";
    private static final int MOST = 16;
    private static final int LONGEST_KEY = 64;
    private static final int LONGEST_VALUE = 512;

    private Metadata() {}

    /** Refuses more. Numbers are let in: Foundry Local's clients put some there. */
    static void check(final JsonObject request) {
        final Map<String, ? extends @Nullable Object> pairs = request.object(KEY).map(JsonObject::asMap)
                .orElse(Map.of());
        if (pairs.size() > MOST) {
            throw request.wrong(KEY, "at most " + MOST + " pairs", pairs.size());
        }
        pairs.forEach((key, value) -> {
            if (key.length() > LONGEST_KEY) {
                throw request.wrong(KEY, "keys of at most " + LONGEST_KEY + " characters", key);
            }
            final boolean right = value instanceof Number
                    || (value instanceof String text && text.length() <= LONGEST_VALUE);
            if (!right) {
                throw request.wrong(KEY, "strings of at most " + LONGEST_VALUE + " characters", value);
            }
        });
    }
}
