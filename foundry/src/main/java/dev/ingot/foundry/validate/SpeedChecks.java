package dev.ingot.foundry.validate;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a model keeps its speed as prompts get longer. Reading a prompt takes time in proportion to its length, and somewhat
 * more since each token looks at those before it: per token, a longer prompt may take up to {@link #READING} times what the
 * best shorter one takes. Each token of an answer looks at the whole prompt: its speed may fall to {@link #WRITING} of the best
 * at a shorter prompt. By medians; what is slower than that is a cliff, and not the nature of the model. The
 * shortest length is what the others are held against: it is only a check where its requests fail, or where it is the only one.
 */
final class SpeedChecks {

    static final String GROUP = "speed";
    static final double READING = 3;
    static final double WRITING = 0.4;

    private SpeedChecks() {}

    static List<CheckResult> of(final List<LengthResult> lengths) {
        final var checks = new ArrayList<CheckResult>();
        double bestReading = Double.POSITIVE_INFINITY;
        double bestWriting = 0;
        for (int i = 0; i < lengths.size(); i++) {
            final LengthResult length = lengths.get(i);
            final double reading = length.firstToken().p50().orElse(Double.NaN) / length.promptTokens();
            final double writing = length.tokensPerSecond().p50().orElse(Double.NaN);
            final CheckResult check = check(length, reading, writing, bestReading, bestWriting);
            if (i > 0 || check.failed()) {
                checks.add(check);
            } else if (lengths.size() == 1) {
                checks.add(new CheckResult(GROUP, check.id(), CheckResult.Status.UNDECIDED, check.summary(),
                        List.of("there is no other length to compare it with"), check.time()));
            }
            bestReading = reading < bestReading ? reading : bestReading;
            bestWriting = writing > bestWriting ? writing : bestWriting;
        }
        return checks;
    }

    private static CheckResult check(final LengthResult length, final double reading, final double writing,
            final double bestReading, final double bestWriting) {
        final var wrong = new ArrayList<String>();
        if (!length.failures().isEmpty()) {
            wrong.add("expected an answer to each of " + length.requests() + " requests, found "
                    + length.failures().size() + " without one: " + length.failures().getFirst());
        }
        if (reading > READING * bestReading) {
            wrong.add("expected a token of the prompt to be read in at most " + Figures.number(READING)
                    + " times the " + Figures.millis(bestReading) + " of a shorter prompt, found "
                    + Figures.millis(reading));
        }
        if (writing < WRITING * bestWriting) {
            wrong.add("expected at least " + Figures.percent(WRITING) + " of the "
                    + Figures.number(bestWriting) + " tokens per second after a shorter prompt, found "
                    + Figures.number(writing));
        }
        return CheckResult.of(GROUP, "prompts of " + length.promptTokens() + " tokens", "first token "
                + Figures.millis(length.firstToken().p50()) + ", " + Figures.millis(reading)
                + " per token of the prompt, " + Figures.number(writing) + " tokens/s (medians of "
                + length.response().count() + ")", wrong, length.time());
    }
}
