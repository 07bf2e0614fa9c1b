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
        BenchmarkLimits limits) {

    /** Copies the list. */
    public BenchmarkReport {
        lengths = List.copyOf(lengths);
    }

    /**
     * Holds what was measured against what was demanded: one check for each length, and one for the answers.
     *
     * @return the checks
     */
    public List<CheckResult> checks() {
        return BenchmarkChecks.of(this);
    }

    /**
     * Tells whether no check failed.
     *
     * @return true if so
     */
    public boolean passed() {
        return checks().stream().noneMatch(CheckResult::failed);
    }

    /**
     * Shows the report in a terminal.
     *
     * @return tables, ending with a line break
     */
    public String toText() {
        return BenchmarkText.of(this);
    }

    /**
     * Writes the report as JSON.
     *
     * @return an object, indented by two, ending with a line break
     */
    public String toJson() {
        return JsonFiles.pretty(BenchmarkJson.of(this), 2);
    }

    /**
     * Writes the checks as continuous integration reads them.
     *
     * @return XML in UTF-8
     */
    public String toJUnit() {
        return JUnitXml.of("ingot bench " + model, checks());
    }

    /**
     * Shows the report as a page that needs no other file, no network and no script.
     *
     * @return HTML in UTF-8
     */
    public String toHtml() {
        return new BenchmarkPage(this).build();
    }
}
