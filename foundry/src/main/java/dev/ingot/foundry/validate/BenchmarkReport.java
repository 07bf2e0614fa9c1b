package dev.ingot.foundry.validate;

import dev.ingot.json.JsonFiles;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a benchmark measured. Immutable.
 *
 * @param model       its name
 * @param machine     where it ran
 * @param concurrency users at a time
 * @param newTokens   tokens of each answer to the prompts of several lengths
 * @param load        time that loading took
 * @param lengths     by the length of the prompts, shortest first
 * @param quality     answers to the items of the suite; empty without one
 * @param resources   what the process took meanwhile
 * @param limits      what was demanded
 */
public record BenchmarkReport(String model, Machine machine, int concurrency, int newTokens, Duration load,
        List<LengthResult> lengths, Optional<AnswerQuality> quality, ResourceUse resources,
        BenchmarkLimits limits) implements RunReport {

    /** Copies the list. */
    public BenchmarkReport {
        lengths = List.copyOf(lengths);
    }

    /**
     * Holds what was measured against what was demanded: one check for each length, and one for the answers.
     *
     * @return the checks
     */
    @Override
    public List<CheckResult> checks() {
        return BenchmarkChecks.of(this);
    }

    @Override
    public String toText() {
        return BenchmarkText.of(this);
    }

    @Override
    public String toJson() {
        return JsonFiles.pretty(BenchmarkJson.of(this), 2);
    }

    @Override
    public String toJUnit() {
        return JUnitXml.of(RunKind.BENCHMARK.title(model), checks());
    }

    @Override
    public String toHtml() {
        return new BenchmarkPage(this).build();
    }
}
