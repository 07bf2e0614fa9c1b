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
        List<MemoryTrend> memory, ResourceUse resources) implements RunReport {

    /** Copies the lists. */
    public ValidationReport {
        checks = List.copyOf(checks);
        lengths = List.copyOf(lengths);
        memory = List.copyOf(memory);
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

    @Override
    public String toText() {
        return ValidationText.of(this);
    }

    @Override
    public String toJson() {
        return JsonFiles.pretty(ValidationJson.of(this), 2);
    }

    @Override
    public String toJUnit() {
        return JUnitXml.of(RunKind.VALIDATION.title(model), checks);
    }

    @Override
    public String toHtml() {
        return new ValidationPage(this).build();
    }
}
