package dev.ingot.foundry.validate;

import dev.ingot.foundry.validate.measure.ResourceRecorder;
import dev.ingot.runtime.Generator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One validation: answers, speed and memory while the model is sound, and only then what might break it. */
final class ValidationRun {

    static final String ANSWERS = "answers";
    private static final int SPEED_ROUNDS = 9;
    private static final int SPEED_WARM_UP = 2;
    private static final int SPEED_TOKENS = 16;

    private final RunSettings settings;
    private final Generator generator;
    private final Guard guard;

    ValidationRun(final RunSettings settings, final Generator generator, final Guard guard) {
        this.settings = settings;
        this.generator = generator;
        this.guard = guard;
    }

    ValidationReport run() {
        final RunSettings speed = settings.with(draft -> {
            draft.rounds = SPEED_ROUNDS;
            draft.warmUp = SPEED_WARM_UP;
            draft.maxNewTokens = Math.min(SPEED_TOKENS, draft.maxNewTokens);
            draft.concurrency = 1;
        });
        final List<Integer> lengths = LengthSweep.lengths(speed, generator.contextLength());
        final var checks = new ArrayList<CheckResult>();
        try (var clients = new Clients(settings.concurrency()); var recorder = new ResourceRecorder()) {
            final List<Answer> answers = settings.suite()
                    .map(suite -> new AnswerRun(settings, generator, clients).run(suite)).orElse(List.of());
            answers.forEach(answer -> checks.add(check(answer)));
            final List<LengthResult> results;
            try (var one = new Clients(1)) {
                results = new LengthSweep(speed, generator, one).run(lengths);
            }
            checks.addAll(SpeedChecks.of(results));
            final long start = System.nanoTime();
            final LeakRun.Outcome memory = new LeakRun(settings, generator).run();
            checks.addAll(LeakRun.checks(memory, Duration.ofNanos(System.nanoTime() - start)));
            checks.addAll(new EdgeRun(settings, generator, guard).run());
            return new ValidationReport(settings.name(), settings.suite().map(Suite::name), Machine.current(),
                    generator.loadTime(), checks, new AnswerQuality(answers), results, memory.trends(),
                    recorder.use());
        }
    }

    private static CheckResult check(final Answer answer) {
        return CheckResult.of(ANSWERS, answer.item().id(),
                answer.text().isEmpty() ? "no text" : Figures.excerpt(answer.text()), answer.wrong(),
                answer.time());
    }
}
