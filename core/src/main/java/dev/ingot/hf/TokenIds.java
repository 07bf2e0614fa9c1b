package dev.ingot.hf;

import dev.ingot.json.JsonObject;
import java.util.List;

/** Token ids as Hugging Face files write them. */
final class TokenIds {

    private static final String EOS = "eos_token_id";

    private TokenIds() {}

    /** Ends of sequence: one id, a list, or nothing. */
    static List<Integer> endOfSequence(final JsonObject json) {
        final List<Integer> ids = json.integers(EOS);
        for (final int id : ids) {
            if (id < 0) {
                throw json.wrong(EOS, "token ids >= 0", id);
            }
        }
        return ids;
    }
}
