package dev.ingot.foundry.validate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds a benchmark against its limits. Answers to a suite have to be all that it demands of them, unless a least relevance
 * says what is enough in its place.
 */
final class BenchmarkChecks {

    static final String SPEED = "speed";
    static final String ANSWERS = "answers";

    private BenchmarkChecks() {}

    static List<CheckResult> of(final BenchmarkReport report) {
        final var checks = new ArrayList<CheckResult>();
        report.lengths().forEach(length -> checks.add(of(length, report.limits())));
        report.quality().ifPresent(quality -> checks.add(of(quality, report.limits())));
        return checks;
    }

    private static CheckResult of(final LengthResult length, final BenchmarkLimits limits) {
        final var wrong = new ArrayList<String>();
        if (!length.failures().isEmpty()) {
            wrong.add("expected an answer to each of " + length.requests() + " requests, found "
                    + length.failures().size() + " without one: " + length.failures().getFirst());
        }
        over(wrong, "time to the first token", limits.maxFirstToken(), length.firstToken());
        over(wrong, "response time", limits.maxResponse(), length.response());
        limits.minTokensPerSecond().ifPresent(least -> {
            final double found = length.tokensPerSecond().p50().orElse(0);
            if (!(found >= least)) {
                wrong.add("expected at least " + Figures.number(least)
                        + " tokens per second (median), found " + Figures.number(found));
            }
        });
        return CheckResult.of(SPEED, "prompts of " + length.promptTokens() + " tokens", summary(length),
                wrong,
                length.time());
    }

    private static String summary(final LengthResult length) {
        return "first token " + Figures.millis(length.firstToken().p50()) + ", answer "
                + Figures.millis(length.response().p50()) + ", "
                + Figures.number(length.tokensPerSecond().p50()) + " tokens/s (medians of "
                + length.response().count() + ")";
    }

    private static void over(final List<String> wrong, final String what, final Optional<Duration> limit,
            final Distribution found) {
        if (limit.isPresent() && !(found.high() <= Figures.millis(limit.get()))) {
            wrong.add("expected a " + what + " of at most " + Figures.time(limit.get()) + " ("
                    + (found.p95().isPresent() ? "95th percentile" : "largest of " + found.count())
                    + "), found " + Figures.millis(found.high()));
        }
    }

    private static CheckResult of(final AnswerQuality quality, final BenchmarkLimits limits) {
        final var wrong = new ArrayList<String>();
        quality.answers().stream().filter(answer -> answer.firstToken().isEmpty() && !answer.right())
                .findFirst()
                .ifPresent(answer -> wrong.add(answer.item().id() + ": " + answer.wrong().getFirst()));
        if (limits.minRelevance().isEmpty() && wrong.isEmpty()) {
            quality.firstWrong()
                    .ifPresent(answer -> wrong.add("expected all answers to be what the suite demands,"
                            + " found " + (quality.answers().size() - quality.right())
                            + " that are not, first "
                            + answer.item().id() + ": " + answer.wrong().getFirst()));
        }
        limits.minRelevance().ifPresent(least -> {
            final double found = quality.f1().orElse(0);
            if (!(found >= least)) {
                wrong.add("expected words in common (F1) of at least " + Figures.number(least)
                        + " on average, found " + Figures.number(quality.f1()));
            }
        });
        final Duration time = quality.answers().stream().map(Answer::time).reduce(Duration.ZERO,
                Duration::plus);
        return CheckResult.of(ANSWERS, "quality", quality.right() + " of " + quality.answers().size()
                + " answers are all that is demanded of them", wrong, time);
    }
}
