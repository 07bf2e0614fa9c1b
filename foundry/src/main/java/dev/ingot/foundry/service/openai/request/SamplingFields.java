package dev.ingot.foundry.service.openai.request;

import dev.ingot.json.JsonObject;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Sampling;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How tokens are chosen. What a request does not say is left to the model. */
public final class SamplingFields {

    /** Parameters that are read here. */
    public static final Set<String> NAMES = Set.of("temperature", "top_p", "top_k", "min_p", "typical_p",
            "presence_penalty", "frequency_penalty", "repetition_penalty", "logit_bias", "seed",
            "random_seed");

    private static final String METADATA = "metadata";
    private static final double MOST_BIAS = 100;

    private SamplingFields() {}

    /**
     * Reads how tokens are chosen.
     *
     * @param request that says it
     * @return without a seed
     */
    public static Sampling of(final JsonObject request) {
        Sampling sampling = Sampling.modelDefaults();
        final var temperature = Values.number(request, "temperature", 0, 2);
        if (temperature.isPresent()) {
            sampling = sampling.temperature(temperature.getAsDouble());
        }
        final var topP = Values.number(request, "top_p", 0, 1);
        if (topP.isPresent()) {
            sampling = sampling.topP(Math.max(topP.getAsDouble(), Double.MIN_NORMAL));
        }
        final OptionalInt topK = topK(request);
        if (topK.isPresent()) {
            sampling = sampling.topK(Math.max(0, topK.getAsInt()));
        }
        final var minP = Values.number(request, "min_p", 0, 1);
        if (minP.isPresent()) {
            sampling = sampling.minP(minP.getAsDouble());
        }
        final var typicalP = Values.number(request, "typical_p", Double.MIN_NORMAL, 1);
        if (typicalP.isPresent()) {
            sampling = sampling.typicalP(typicalP.getAsDouble());
        }
        return penalties(request, sampling).logitBias(logitBias(request));
    }

    private static Sampling penalties(final JsonObject request, final Sampling before) {
        Sampling sampling = before;
        final var presence = Values.number(request, "presence_penalty", -2, 2);
        if (presence.isPresent()) {
            sampling = sampling.presencePenalty(presence.getAsDouble());
        }
        final var frequency = Values.number(request, "frequency_penalty", -2, 2);
        if (frequency.isPresent()) {
            sampling = sampling.frequencyPenalty(frequency.getAsDouble());
        }
        final var repetition = Values.number(request, "repetition_penalty", 0.01, 100);
        if (repetition.isPresent()) {
            sampling = sampling.repetitionPenalty(repetition.getAsDouble());
        }
        return sampling;
    }

    private static OptionalInt topK(final JsonObject request) {
        final OptionalInt value = Values.count(request, "top_k", -1, Integer.MAX_VALUE);
        final OptionalLong other = value.isPresent() ? OptionalLong.empty() : remark(request, "top_k");
        return other.isPresent() ? OptionalInt.of(Math.clamp(other.getAsLong(), 0, 1 << 30)) : value;
    }

    /** Foundry Local's clients put what OpenAI's interface has no place for into the metadata, as text or as a number. */
    private static OptionalLong remark(final JsonObject request, final String key) {
        return request.raw(METADATA) instanceof Map<?, ?> given
                && String.valueOf((@Nullable Object) given.get(key)).matches("-?[0-9]{1,18}")
                        ? OptionalLong.of(Long.parseLong(String.valueOf((@Nullable Object) given.get(key))))
                        : OptionalLong.empty();
    }

    /**
     * Reads the seed.
     *
     * @param request that says it
     * @return of the first answer; empty when absent
     */
    public static OptionalLong seed(final JsonObject request) {
        final OptionalLong seed = Values.whole(request, "seed");
        final OptionalLong own = Values.whole(request, "random_seed");
        return seed.isPresent() ? seed : own.isPresent() ? own : remark(request, "random_seed");
    }

    /**
     * Gives each of several answers a seed of its own.
     *
     * @param options of all answers
     * @param seed    of the first answer
     * @param index   of the answer
     * @return its options
     */
    public static GenerationOptions seeded(final GenerationOptions options, final OptionalLong seed,
            final int index) {
        return seed.isPresent()
                ? options.sampling(options.sampling().seed(seed.getAsLong() + index))
                : options;
    }

    private static Map<Integer, Double> logitBias(final JsonObject request) {
        final var bias = new HashMap<Integer, Double>();
        request.object("logit_bias").ifPresent(given -> given.asMap().forEach((id, value) -> {
            if (!id.matches("[0-9]{1,9}")) {
                throw request.wrong("logit_bias", "token ids as keys", id);
            }
            Values.number(given, id, -MOST_BIAS, MOST_BIAS)
                    .ifPresent(it -> bias.put(Integer.valueOf(id), it));
        }));
        return bias;
    }
}
