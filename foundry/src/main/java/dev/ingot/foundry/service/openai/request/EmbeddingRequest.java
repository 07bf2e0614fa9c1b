package dev.ingot.foundry.service.openai.request;

import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What is to be turned into vectors.
 *
 * @param model      name of the model
 * @param inputs     texts or token ids
 * @param base64     whether vectors are written as base64 of 32-bit floats, the least significant byte first
 * @param dimensions how many numbers of each vector are wanted, or empty for all
 * @param keep       how long the model shall stay in memory
 */
public record EmbeddingRequest(String model, Prompts inputs, boolean base64, OptionalInt dimensions,
        Optional<Duration> keep) {

    private static final int MOST_INPUTS = 2048;
    private static final Parameters PARAMETERS = new Parameters(
            Set.of("model", "input", "encoding_format", "dimensions", "ttl", "ttls"), Parameters.REMARKS,
            Map.of());

    /**
     * Reads a request.
     *
     * @param request its body
     * @return what is asked for
     * @throws HttpFailure with status 400 for what is not supported
     */
    public static EmbeddingRequest of(final JsonObject request) {
        PARAMETERS.check(request);
        return new EmbeddingRequest(Values.text(request, "model"), Prompts.of(request, "input", MOST_INPUTS),
                Values.word(request, "encoding_format", List.of("float", "base64")).equals("base64"),
                Values.count(request, "dimensions", 1, Integer.MAX_VALUE), LimitFields.keep(request));
    }
}
