package dev.ingot.foundry.cli;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.runtime.Sampling;
import org.jspecify.annotations.Nullable;
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

    @Option(names = "--repetition-penalty", paramLabel = "R", description = "Above 0; 1 is off.")
    @Nullable
    Double repetitionPenalty;

    @Option(names = "--seed", paramLabel = "N", description = "Makes the draws repeatable.")
    @Nullable
    Long seed;

    /** Without any option the model's own settings rule. */
    Sampling sampling() {
        if (greedy) {
            checkAlone();
            return Sampling.greedy();
        }
        Sampling wanted = Sampling.modelDefaults();
        wanted = temperature == null ? wanted : wanted.temperature(temperature);
        wanted = topK == null ? wanted : wanted.topK(topK);
        wanted = topP == null ? wanted : wanted.topP(topP);
        wanted = repetitionPenalty == null ? wanted : wanted.repetitionPenalty(repetitionPenalty);
        return seed == null ? wanted : wanted.seed(seed);
    }

    private void checkAlone() {
        if (temperature != null || topK != null || topP != null || repetitionPenalty != null) {
            throw new InvalidOptionException("--greedy: contradicts --temperature, --top-k, --top-p and"
                    + " --repetition-penalty; give one or the other");
        }
    }
}
