package dev.ingot.foundry.validate;

import dev.ingot.report.TextTable;
import java.util.List;

/** A benchmark for a terminal. */
final class BenchmarkText {

    private BenchmarkText() {}

    static String of(final BenchmarkReport report) {
        final var text = new StringBuilder();
        text.append(report.model()).append(" on ").append(report.machine()).append("; loaded in ")
                .append(Figures.time(report.load())).append("; answers of ").append(report.newTokens())
                .append(" tokens, ").append(report.concurrency()).append(" at a time\n\n")
                .append(TextTable.of(ReportRows.LENGTHS, ReportRows.lengths(report.lengths())));
        final String note = ReportRows.percentileNote(report.lengths());
        text.append(note.isEmpty() ? "" : note + "\n");
        report.quality().ifPresent(quality -> text.append('\n')
                .append(TextTable.of(List.of("answers to the suite", ""), ReportRows.quality(quality))));
        text.append("\nmemory: ").append(Figures.memory(report.resources().peakResident()))
                .append(" resident at most, heap ")
                .append(Figures.memory((double) report.resources().peakHeap()))
                .append(" at most; processors ").append(Figures.percent(report.resources().processorUse()))
                .append(" busy\n");
        report.checks().stream().filter(CheckResult::failed)
                .forEach(check -> check.reasons().forEach(reason -> text.append("failed: ").append(check.id())
                        .append(": ").append(reason).append('\n')));
        return text.toString();
    }
}
