package dev.ingot.foundry.validate;

import dev.ingot.error.IngotException;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes requests that are out of the ordinary: each has to end in time, with an answer or a typed error, and afterwards the
 * model has to answer as before.
 */
final class EdgeRun {

    static final String GROUP = "edge cases";
    private static final String USUAL = "turn on the lamp in the hall";
    private static final int TOKENS = 16;
    /** A deadline is kept within a step, which may be a long one. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final RunSettings settings;
    private final Generator generator;
    private final Guard guard;
    private final GenerationOptions options;

    EdgeRun(final RunSettings settings, final Generator generator, final Guard guard) {
        this.settings = settings;
        this.generator = generator;
        this.guard = guard;
        options = settings.request().maxNewTokens(Math.min(TOKENS, settings.maxNewTokens()));
    }

    List<CheckResult> run() {
        final Guard.Outcome<String> before = guarded((asked, usual) -> ordinary(usual));
        final var results = new ArrayList<CheckResult>();
        final List<EdgeCase> cases = EdgeCases.all();
        for (final EdgeCase edge : cases) {
            settings.listener().onProgress(GROUP, results.size(), cases.size());
            results.add(run(edge));
            if (guard.stuck()) {
                return results; // whatever comes now would wait for it
            }
        }
        results.add(after(before));
        return results;
    }

    private CheckResult run(final EdgeCase edge) {
        final long start = System.nanoTime();
        final Guard.Outcome<String> outcome = guarded(edge.asks());
        final Duration time = Duration.ofNanos(System.nanoTime() - start);
        return CheckResult.of(GROUP, edge.id(), summary(outcome), wrong(edge, outcome), time);
    }

    private Guard.Outcome<String> guarded(final EdgeCase.Request request) {
        return guard.run(settings.timeout().plus(GRACE), () -> request.make(generator, options));
    }

    private String ordinary(final GenerationOptions usual) {
        return generator.generate(USUAL, usual).text();
    }

    private static String summary(final Guard.Outcome<String> outcome) {
        if (outcome.value().isPresent()) {
            return "answered: " + Figures.excerpt(outcome.value().get());
        }
        return outcome.failure().map(it -> it instanceof IngotException
                ? "refused: " + Figures.excerpt(String.valueOf(it.getMessage()))
                : "broke: " + Figures.excerpt(it.toString())).orElse("no end");
    }

    private static List<String> wrong(final EdgeCase edge, final Guard.Outcome<String> outcome) {
        final String expected = "expected " + edge.allowed().words() + ", found ";
        if (outcome.value().isPresent()) {
            final String text = outcome.value().get();
            if (!edge.allowed().answer()) {
                return List.of(expected + "an answer");
            }
            return isWhole(text) ? List.of() : List.of(expected + "one with half a character in it");
        }
        final Optional<Throwable> failure = outcome.failure();
        if (failure.isEmpty()) {
            return List.of(expected + "no end in time");
        }
        if (!(failure.get() instanceof IngotException)) {
            return List.of(expected + failure.get());
        }
        return edge.allowed().error()
                ? List.of()
                : List.of(expected + "the error " + failure.get().getMessage());
    }

    private static boolean isWhole(final String text) {
        return text.codePoints().noneMatch(it -> Character.getType(it) == Character.SURROGATE);
    }

    private CheckResult after(final Guard.Outcome<String> before) {
        final long start = System.nanoTime();
        final Guard.Outcome<String> now = guarded((asked, usual) -> ordinary(usual));
        final boolean same = before.value().isPresent() && before.value().equals(now.value());
        return CheckResult.of(GROUP, "answers afterwards as before", summary(now), same
                ? List.of()
                : List.of("expected \"" + Figures.excerpt(before.value().orElse("an answer")) + "\", found \""
                        + Figures.excerpt(now.value().orElse("none")) + "\""),
                Duration.ofNanos(System.nanoTime() - start));
    }
}
