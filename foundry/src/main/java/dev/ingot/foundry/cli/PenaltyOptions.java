package dev.ingot.foundry.cli;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.runtime.Sampling;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that change logits before one of them is chosen. */
final class PenaltyOptions {

    @Option(names = "--repetition-penalty", paramLabel = "R", description = "Divides the logits of tokens of prompt"
            + " and answer; above 0; 1 is off.")
    @Nullable
    Double repetition;

    @Option(names = "--frequency-penalty", paramLabel = "F", description = "Subtracted for each time that the answer"
            + " holds a token; 0 is off.")
    @Nullable
    Double frequency;

    @Option(names = "--presence-penalty", paramLabel = "F", description = "Subtracted from tokens that the answer"
            + " holds; 0 is off.")
    @Nullable
    Double presence;

    @Option(names = "--no-repeat-ngram", paramLabel = "N", description = "Runs of so many tokens never come twice;"
            + " 0 is off.")
    @Nullable
    Integer noRepeatNgram;

    @Option(names = "--logit-bias", paramLabel = "IDS", description = "Added to the logits of tokens, for example"
            + " 5=2.5,7=-100; -Infinity forbids one.")
    @Nullable
    String bias;

    boolean any() {
        return repetition != null || frequency != null || presence != null || noRepeatNgram != null
                || bias != null;
    }

    Sampling apply(final Sampling sampling) {
        Sampling wanted = sampling;
        wanted = repetition == null ? wanted : wanted.repetitionPenalty(repetition);
        wanted = frequency == null ? wanted : wanted.frequencyPenalty(frequency);
        wanted = presence == null ? wanted : wanted.presencePenalty(presence);
        wanted = noRepeatNgram == null ? wanted : wanted.noRepeatNgram(noRepeatNgram);
        return bias == null ? wanted : wanted.logitBias(parse(bias));
    }

    private static Map<Integer, Double> parse(final String text) {
        final Map<Integer, Double> result = new HashMap<>();
        for (final String one : text.split(",", -1)) {
            final int at = one.indexOf('=');
            try {
                result.put(Integer.valueOf(one.substring(0, Math.max(0, at)).strip()),
                        Double.valueOf(one.substring(at + 1).strip()));
            } catch (NumberFormatException e) {
                throw new InvalidOptionException("--logit-bias: expected ids and numbers like 5=2.5,7=-100,"
                        + " found \"" + text + "\"", e);
            }
        }
        return result;
    }
}
