package dev.ingot.foundry.cli;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.runtime.Sampling;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that choose the next token. */
final class SamplingOptions {

    @Option(names = "--greedy", description = "Take the most probable token, without any penalty.")
    boolean greedy;

    @Option(names = "--temperature", paramLabel = "T", description = "Divisor of the logits; 0 is greedy.")
    @Nullable
    Double temperature;

    @Option(names = "--top-k", paramLabel = "K", description = "Number of candidates; 0 is off.")
    @Nullable
    Integer topK;

    @Option(names = "--top-p", paramLabel = "P", description = "Mass of candidates; 1 is off.")
    @Nullable
    Double topP;

    @Option(names = "--min-p", paramLabel = "P", description = "Least probability of candidates, as a part of the"
            + " best one's; 0 is off.")
    @Nullable
    Double minP;

    @Option(names = "--typical-p", paramLabel = "P", description = "Mass of the candidates that surprise as much as"
            + " is to be expected; 1 is off.")
    @Nullable
    Double typicalP;

    @Mixin
    private final PenaltyOptions penalties = new PenaltyOptions();

    @Option(names = "--seed", paramLabel = "N", description = "Makes the draws repeatable.")
    @Nullable
    Long seed;

    /** Without any option the model's own settings rule. */
    Sampling sampling() {
        if (greedy) {
            checkAlone();
            return Sampling.greedy();
        }
        Sampling wanted = penalties.apply(Sampling.modelDefaults());
        wanted = temperature == null ? wanted : wanted.temperature(temperature);
        wanted = topK == null ? wanted : wanted.topK(topK);
        wanted = topP == null ? wanted : wanted.topP(topP);
        wanted = minP == null ? wanted : wanted.minP(minP);
        wanted = typicalP == null ? wanted : wanted.typicalP(typicalP);
        return seed == null ? wanted : wanted.seed(seed);
    }

    private void checkAlone() {
        if (temperature != null || topK != null || topP != null || minP != null || typicalP != null
                || seed != null || penalties.any()) {
            throw new InvalidOptionException("--greedy: contradicts the options that sample (--temperature,"
                    + " --top-k, --top-p, --min-p, --typical-p, --seed), penalties and --logit-bias; give one or the"
                    + " other");
        }
    }
}
