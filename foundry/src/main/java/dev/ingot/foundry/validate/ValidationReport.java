package dev.ingot.foundry.validate;

import dev.ingot.foundry.validate.CheckResult.Status;
import dev.ingot.json.JsonFiles;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether a model is fit for use. Immutable.
 *
 * @param model     its name
 * @param suite     name of the suite; empty without one
 * @param machine   where it ran
 * @param load      time that loading took
 * @param checks    what was checked, in its order: answers, speed, memory, edge cases
 * @param quality   answers to the items of the suite; of nothing without one
 * @param lengths   speed by the length of prompts, shortest first
 * @param memory    of the rounds in which it was watched
 * @param resources what the process took meanwhile
 */
public record ValidationReport(String model, Optional<String> suite, Machine machine, Duration load,
        List<CheckResult> checks, AnswerQuality quality, List<LengthResult> lengths,
        List<MemoryTrend> memory, ResourceUse resources) {

    /** Copies the lists. */
    public ValidationReport {
        checks = List.copyOf(checks);
        lengths = List.copyOf(lengths);
        memory = List.copyOf(memory);
    }

    /**
     * Tells whether no check failed.
     *
     * @return true if so; a check that could not tell counts as not failed
     */
    public boolean passed() {
        return checks.stream().noneMatch(CheckResult::failed);
    }

    /**
     * Counts the checks that came out in some way.
     *
     * @param status in which way
     * @return how many
     */
    public int count(final Status status) {
        return (int) checks.stream().filter(check -> check.status() == status).count();
    }

    /**
     * Shows the report in a terminal.
     *
     * @return what failed, and a line for each group of checks, ending with a line break
     */
    public String toText() {
        return ValidationText.of(this);
    }

    /**
     * Writes the report as JSON.
     *
     * @return an object, indented by two, ending with a line break
     */
    public String toJson() {
        return JsonFiles.pretty(ValidationJson.of(this), 2);
    }

    /**
     * Writes the checks as continuous integration reads them.
     *
     * @return XML in UTF-8
     */
    public String toJUnit() {
        return JUnitXml.of("ingot validate " + model, checks);
    }

    /**
     * Shows the report as a page that needs no other file, no network and no script.
     *
     * @return HTML in UTF-8
     */
    public String toHtml() {
        return new ValidationPage(this).build();
    }
}
