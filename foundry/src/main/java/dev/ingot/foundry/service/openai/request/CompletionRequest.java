package dev.ingot.foundry.service.openai.request;

import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.json.JsonObject;
import dev.ingot.runtime.GenerationOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What plain texts are to be continued with.
 *
 * @param model   name of the model
 * @param prompts the texts
 * @param options of each continuation, without a seed
 * @param choices continuations of each text
 * @param seed    of the first; the next ones count on
 * @param echo    whether the text comes before its continuation
 * @param empty   whether nothing is to be generated: with {@code echo}, to know how probable a text is
 * @param stream  whether the answer comes in chunks
 * @param usage   whether the last chunk says what it took
 * @param keep    how long the model shall stay in memory
 */
public record CompletionRequest(String model, Prompts prompts, GenerationOptions options, int choices,
        OptionalLong seed, boolean echo, boolean empty, boolean stream, boolean usage,
        Optional<Duration> keep) {

    /** What OpenAI's interface says of requests that name no limit. */
    private static final int USUAL_LENGTH = 16;

    private static final int MOST_PROMPTS = 64;
    private static final int MOST_LOGPROBS = 20;
    private static final String MAX_TOKENS = "max_tokens";
    private static final Parameters PARAMETERS = new Parameters(
            Stream.of(SamplingFields.NAMES, LimitFields.NAMES,
                    Set.of("model", "prompt", "stream", "stream_options", "logprobs", "echo", "best_of",
                            "suffix"))
                    .flatMap(Set::stream).collect(Collectors.toUnmodifiableSet()),
            Parameters.REMARKS, Map.of());

    /**
     * Reads a request.
     *
     * @param request its body
     * @return what is asked for
     * @throws HttpFailure with status 400 for what is not supported
     */
    public static CompletionRequest of(final JsonObject request) {
        PARAMETERS.check(request);
        final String model = Values.text(request, "model");
        final int choices = LimitFields.choices(request);
        refuse(request, choices);
        final boolean echo = Values.flag(request, "echo");
        final int most = Values.count(request, MAX_TOKENS, 0, Integer.MAX_VALUE).orElse(USUAL_LENGTH);
        if (most == 0 && (!echo || Values.flag(request, "stream"))) {
            throw request.wrong(MAX_TOKENS, "at least 1, or echo without stream beside it", 0);
        }
        GenerationOptions options = LimitFields.apply(request,
                GenerationOptions.DEFAULT.sampling(SamplingFields.of(request))
                        .maxNewTokens(Math.max(1, most)));
        final OptionalInt logprobs = Values.count(request, "logprobs", 0, MOST_LOGPROBS);
        options = logprobs.isPresent() ? options.logprobs(logprobs.getAsInt()) : options;
        return new CompletionRequest(model, Prompts.of(request, "prompt", MOST_PROMPTS), options, choices,
                SamplingFields.seed(request), echo, most == 0, Values.flag(request, "stream"),
                LimitFields.usage(request), LimitFields.keep(request));
    }

    private static void refuse(final JsonObject request, final int choices) {
        final OptionalInt best = Values.count(request, "best_of", 1, Integer.MAX_VALUE);
        if (best.isPresent() && best.getAsInt() != choices) {
            throw HttpFailure.of(400,
                    "best_of is not supported beyond n; ask for n answers and choose by their"
                            + " logprobs",
                    "best_of", "unsupported_parameter");
        }
        if (!request.string("suffix").orElse("").isEmpty()) {
            throw HttpFailure.of(400, "suffix is not supported: models continue a text at its end", "suffix",
                    "unsupported_parameter");
        }
    }

    /**
     * Returns how many continuations there are of all texts together.
     *
     * @return at least 1
     */
    public int continuations() {
        return prompts.given().size() * choices;
    }

    /**
     * Returns the options of one continuation.
     *
     * @param index among all continuations of the request
     * @return the options with its seed
     */
    public GenerationOptions options(final int index) {
        return SamplingFields.seeded(options, seed, index);
    }
}
