package dev.ingot.foundry.service.openai.request;

import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.json.JsonObject;
import dev.ingot.runtime.GenerationOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** How long answers and models last, and how many answers there are. */
public final class LimitFields {

    /** Parameters that are read here. */
    public static final Set<String> NAMES = Set.of("max_tokens", "min_tokens", "stop", "n", "ttl", "ttls");

    private static final int MOST_STOPS = 16;
    private static final int MOST_CHOICES = 16;
    private static final int TEN_YEARS = 315_360_000;

    private LimitFields() {}

    /**
     * Sets the limits of an answer.
     *
     * @param request that says them
     * @param before  what else is asked for
     * @param keys    parameters of its length; of those that are there the first counts
     * @return the options
     */
    public static GenerationOptions apply(final JsonObject request, final GenerationOptions before,
            final String... keys) {
        GenerationOptions options = before;
        for (final String key : List.of(keys).reversed()) {
            final OptionalInt most = Values.count(request, key, 1, Integer.MAX_VALUE);
            options = most.isPresent() ? options.maxNewTokens(most.getAsInt()) : options;
        }
        final OptionalInt least = Values.count(request, "min_tokens", 0, Integer.MAX_VALUE);
        if (least.isPresent()) {
            if (least.getAsInt() > options.maxNewTokens().orElse(Integer.MAX_VALUE)) {
                throw request.wrong("min_tokens", "at most as many as the answer may have",
                        least.getAsInt());
            }
            options = options.minNewTokens(least.getAsInt());
        }
        return options.stop(stop(request));
    }

    private static String[] stop(final JsonObject request) {
        final List<String> stops = Values.texts(request, "stop");
        if (stops.size() > MOST_STOPS || stops.contains("")) {
            throw request.wrong("stop", "at most " + MOST_STOPS + " strings that are not empty", stops);
        }
        return stops.toArray(String[]::new);
    }

    /** How many answers there are to each prompt. */
    static int choices(final JsonObject request) {
        return Values.count(request, "n", 1, MOST_CHOICES).orElse(1);
    }

    /**
     * Reads how long the model shall stay in memory after the request.
     *
     * @param request that says it, in seconds
     * @return 0 for as long as there is room; empty when absent
     */
    public static Optional<Duration> keep(final JsonObject request) {
        final OptionalInt one = Values.count(request, "ttl", -1, TEN_YEARS);
        final OptionalInt value = one.isPresent() ? one : Values.count(request, "ttls", -1, TEN_YEARS);
        return value.isPresent()
                ? Optional.of(Duration.ofSeconds(Math.max(0, value.getAsInt())))
                : Optional.empty();
    }

    /** Refuses options of a stream without a stream. */
    static boolean usage(final JsonObject request) {
        final boolean given = request.has("stream_options");
        if (given && !Values.flag(request, "stream")) {
            throw HttpFailure.of(400, "stream_options: only allowed when stream is true", "stream_options",
                    "invalid_value");
        }
        return request.object("stream_options").map(it -> Values.flag(it, "include_usage")).orElse(false);
    }
}
