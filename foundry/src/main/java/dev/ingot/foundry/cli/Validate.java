package dev.ingot.foundry.cli;

import dev.ingot.foundry.validate.CheckResult.Status;
import dev.ingot.foundry.validate.RunFailure;
import dev.ingot.foundry.validate.Suite;
import dev.ingot.foundry.validate.Validator;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says whether a model is fit for use. */
@Command(sortOptions = false, sortSynopsis = false, description = "Say whether a model is fit for use: answers the prompts of a suite"
        + " as expected, keeps its speed with longer prompts, leaks no memory, bears requests that are out of the ordinary."
        + " Exit code 1 when one of these checks fails.")
final class Validate implements Callable<Integer> {

    @Option(names = "--model", required = true, paramLabel = "NAME|DIR", description = "A model of the cache, or a model's directory.")
    String model = "";

    @Option(names = "--suite", required = true, paramLabel = "FILE", description = "Prompts and what their answers have to be, a JSON"
            + " object per line (docs/validation.md).")
    Path suite = Path.of("");

    @Option(names = "--rounds", paramLabel = "N", description = "How often requests are repeated to watch memory; default: 30.")
    @Nullable
    Integer rounds;

    @Option(names = "--warm-up", paramLabel = "N", description = "How often before that, without being counted; default: 10.")
    @Nullable
    Integer warmUp;

    @Option(names = "--max-tokens", paramLabel = "N", description = "Most tokens of an answer; default: 128.")
    @Nullable
    Integer maxTokens;

    @Mixin
    private final MeasureOptions measure = new MeasureOptions();

    @Option(names = "--strict", description = "Exit code 1 as well when a check could not be told.")
    boolean strict;

    @Mixin
    private final ReportedRun run = new ReportedRun();

    private final Terminal terminal;

    Validate(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        final var report = run.run(model, terminal,
                found -> MeasureOptions
                        .counts(measure.apply(Validator.of(found)), rounds, warmUp, maxTokens)
                        .suite(Suite.read(suite)),
                RunFailure::ofValidation);
        return report.passed() && !(strict && report.count(Status.UNDECIDED) > 0) ? 0 : Failures.ITEM_FAILED;
    }
}
