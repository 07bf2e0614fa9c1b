package dev.ingot.foundry.validate;

import dev.ingot.foundry.validate.CheckResult.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Reports of made-up figures, with everything in them that a text must not do to a document. */
final class Reports {

    static final String NASTY = "</code><script>alert(\"1\")</script>&amp;<b>\u0000\u001B[31m\uD83D]]>'\n\t\uFFFE\r";

    private Reports() {}

    static Answer answer(final String id, final List<String> wrong) {
        final var item = new SuiteItem(id, NASTY, Prompt.ask(NASTY), List.of(new Expectation.Exact(NASTY)),
                OptionalInt.empty());
        return new Answer(item, NASTY, 7, Duration.ofMillis(25), Optional.of(Duration.ofMillis(5)),
                OptionalDouble.of(0.5), OptionalDouble.empty(), 0.25, false, true, Optional.of(true), wrong);
    }

    private static List<Double> values(final int count, final double scale) {
        return IntStream.range(0, count).mapToObj(i -> scale * (10 + i % 7)).toList();
    }

    static LengthResult length(final int tokens, final List<String> failures) {
        return new LengthResult(tokens, 20, failures, Distribution.of(values(20, tokens / 4.0)),
                Distribution.of(values(20, tokens / 20.0)), Distribution.of(values(20, 30)), 640,
                Duration.ofSeconds(2), Duration.ofSeconds(3));
    }

    static ResourceUse resources() {
        return new ResourceUse(IntStream.range(0, 20)
                .mapToObj(i -> new ResourceSample(Duration.ofMillis(i * 100L),
                        OptionalLong.of(200_000_000L + i * 1_000_000L), OptionalLong.of(150_000_000L),
                        20_000_000L + i % 5,
                        Duration.ofMillis(i * 150L)))
                .toList(), 2);
    }

    private static final Machine MACHINE = new Machine("Linux amd64", 2, "25");

    static BenchmarkReport benchmark(final List<String> failures, final BenchmarkLimits limits) {
        return benchmark(failures, List.of(answer("one", List.of()), answer("two", List.of("no"))), limits);
    }

    static BenchmarkReport benchmark(final List<String> failures, final List<Answer> answers,
            final BenchmarkLimits limits) {
        return new BenchmarkReport("tiny " + NASTY, MACHINE, 1, 32, Duration.ofMillis(300),
                List.of(length(16, List.of()), length(256, failures)),
                Optional.of(new AnswerQuality(answers)), resources(), limits);
    }

    static ValidationReport validation(final Status memory) {
        final var trend = MemoryTrend.of("resident memory", values(30, 1e7), 6);
        final List<CheckResult> checks = List.of(
                CheckResult.of("answers", "one", "yes", List.of(), Duration.ofMillis(25)),
                CheckResult.of("answers", NASTY, NASTY, List.of(NASTY, "second"), Duration.ofMillis(1234)),
                CheckResult.of("speed", "prompts of 16 tokens", "fast", List.of(), Duration.ofSeconds(2)),
                new CheckResult("memory", "growth of resident memory", memory, trend.summary(),
                        memory == Status.PASSED ? List.of() : List.of("they scatter"), Duration.ofSeconds(9)),
                CheckResult.of("edge cases", "empty message", "answered", List.of(), Duration.ZERO));
        return new ValidationReport("tiny " + NASTY, Optional.of(NASTY), MACHINE, Duration.ofMillis(300),
                checks,
                new AnswerQuality(List.of(answer("one", List.of()), answer("two", List.of(NASTY)))),
                List.of(length(16, List.of()), length(256, List.of())), List.of(trend), resources());
    }
}
