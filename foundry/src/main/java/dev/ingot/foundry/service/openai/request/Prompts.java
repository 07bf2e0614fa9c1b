package dev.ingot.foundry.service.openai.request;

import dev.ingot.error.CancelledException;
import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.json.JsonObject;
import dev.ingot.runtime.Cancellation;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/**
 * One or several plain texts: a string, a list of strings, a list of token ids, or a list of such lists.
 *
 * @param given texts ({@code String}) and token ids ({@code int[]}), at least one
 */
public record Prompts(List<Object> given) {

    private static final String EXPECTED = "a string, a list of strings, a list of token ids, or a list of such"
            + " lists, none of them empty";

    /** Copies the list. */
    public Prompts {
        given = List.copyOf(given);
    }

    /**
     * Reads texts.
     *
     * @param request that has them
     * @param key     where they stand
     * @param most    how many there may be
     * @return at least one
     */
    static Prompts of(final JsonObject request, final String key, final int most) {
        final var given = switch (request.raw(key)) {
            case null -> throw request.missing(key, EXPECTED);
            case String text -> List.<Object>of(text);
            case List<?> list when !list.isEmpty() && list.getFirst() instanceof Integer ->
                List.<Object>of(ids(request, key, list));
            case List<?> list -> several(request, key, list);
            case Object other -> throw request.wrong(key, EXPECTED, other);
        };
        if (given.isEmpty() || given.size() > most) {
            throw request.wrong(key, "1 to " + most + " texts", given);
        }
        if (given.contains("")) {
            throw request.wrong(key, EXPECTED, "");
        }
        return new Prompts(given);
    }

    private static List<Object> several(final JsonObject request, final String key, final List<?> list) {
        final var result = new ArrayList<Object>();
        for (final var each : list) {
            result.add(switch (each) {
                case String text -> text;
                case List<?> ids when !ids.isEmpty() -> ids(request, key, ids);
                case null -> throw request.wrong(key, EXPECTED, null);
                case Object other -> throw request.wrong(key, EXPECTED, other);
            });
        }
        return result;
    }

    private static int[] ids(final JsonObject request, final String key, final List<?> list) {
        return list.stream().mapToInt(it -> {
            if (it instanceof Integer id && id >= 0) {
                return id;
            }
            throw request.wrong(key, EXPECTED, it);
        }).toArray();
    }

    /**
     * Returns the tokens of all texts. Those that are far too long for the model are not encoded.
     *
     * @param generator    of the model
     * @param key          where the texts stand in the request
     * @param cancellation looked at before each text
     * @return ids of each; those that were given as they are
     * @throws HttpFailure        with status 400 if a text is far too long
     * @throws CancelledException if it was cancelled
     */
    public List<int[]> tokens(final Generator generator, final String key, final Cancellation cancellation) {
        final Tokenizer tokenizer = generator.tokenizer();
        for (int i = 0; i < given.size(); i++) {
            if (given.get(i) instanceof String text
                    && tokenizer.leastTokens(text) > generator.contextLength()) {
                final String param = given.size() == 1 ? key : key + "[" + i + "]";
                throw HttpFailure.of(400, param + ": expected at most " + generator.contextLength()
                        + " tokens, found " + text.length() + " characters", param,
                        "context_length_exceeded");
            }
        }
        return given.stream().map(it -> {
            if (cancellation.isCancelled()) {
                throw new CancelledException(key + " is not wanted any more");
            }
            return it instanceof int[] ids ? ids : tokenizer.encode(String.valueOf(it));
        }).toList();
    }
}
