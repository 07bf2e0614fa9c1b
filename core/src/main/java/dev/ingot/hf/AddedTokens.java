package dev.ingot.hf;

import dev.ingot.json.JsonFiles;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The ids of a tokenizer's special tokens, read from tokenizer.json without its vocabulary. Immutable. */
public final class AddedTokens {

    private final Map<String, Integer> ids;

    private AddedTokens(final Map<String, Integer> ids) {
        this.ids = Map.copyOf(ids);
    }

    /**
     * Reads {@code added_tokens}.
     *
     * @param tokenizer tokenizer.json
     * @return the ids
     */
    public static AddedTokens read(final Path tokenizer) {
        final var ids = new HashMap<String, Integer>();
        if (JsonFiles.readMember(tokenizer, "added_tokens") instanceof List<?> tokens) {
            for (final Object token : tokens) {
                if (token instanceof Map<?, ?> entry && entry.get("content") instanceof String content
                        && entry.get("id") instanceof Integer id) {
                    ids.put(content, id);
                }
            }
        }
        return new AddedTokens(ids);
    }

    /**
     * Finds a special token.
     *
     * @param token its text
     * @return its id, or empty when it is not a special token
     */
    public OptionalInt of(final String token) {
        final Integer id = ids.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }
}
