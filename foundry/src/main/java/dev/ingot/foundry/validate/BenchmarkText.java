package dev.ingot.foundry.validate;

import dev.ingot.report.PlainText;
import java.util.List;

/** A benchmark for a terminal. */
final class BenchmarkText {

    private BenchmarkText() {}

    static String of(final BenchmarkReport report) {
        final var text = new PlainText()
                .line(report.model() + " on " + report.machine() + "; loaded in "
                        + Figures.time(report.load())
                        + "; answers of " + report.newTokens() + " tokens, " + report.concurrency()
                        + " at a time")
                .gap().table(ReportRows.LENGTHS, ReportRows.lengths(report.lengths()));
        final String note = ReportRows.percentileNote(report.lengths());
        if (!note.isEmpty()) {
            text.line(note);
        }
        report.quality().ifPresent(quality -> text.gap().table(List.of("answers to the suite", ""),
                ReportRows.quality(quality)));
        text.gap().line(resources(report.resources()));
        report.checks().stream().filter(CheckResult::failed).forEach(check -> check.reasons()
                .forEach(reason -> text.line("failed: " + check.id() + ": " + reason)));
        return text.toString();
    }

    private static String resources(final ResourceUse use) {
        return "memory: " + Figures.memory(use.peakResident()) + " resident at most, heap "
                + Figures.memory((double) use.peakHeap()) + " at most; processors "
                + Figures.percent(use.processorUse()) + " busy";
    }
}
