package dev.ingot.foundry.doctor;

import dev.ingot.foundry.CachedModel;
import dev.ingot.report.PlainLine;
import dev.ingot.report.PlainText;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A report as lines: what was looked at, what is listed, each finding with its fix, a sum. */
final class ReportText {

    private final Report report;
    private final PlainText text = new PlainText();

    ReportText(final Report report) {
        this.report = report;
    }

    String text() {
        text.line(report.path() + ": " + report.subject().text() + listed());
        if (report.subject() == Subject.CACHE) {
            models();
        }
        report.findings().forEach(this::finding);
        text.gap();
        text.line(sum());
        return text.toString();
    }

    private String listed() {
        final int count = report.listed().size();
        return switch (report.subject()) {
            case CACHE -> ", " + count + (count == 1 ? " model" : " models") + " listed";
            case MODEL -> count == 0 ? ", not listed" : ", listed as " + report.listed().getFirst().id();
            case CHECKPOINT, NOTHING -> "";
        };
    }

    private void models() {
        final int width = report.listed().stream().mapToInt(model -> shown(model).length()).max().orElse(0);
        for (final CachedModel model : report.listed()) {
            text.line("  " + shown(model) + " ".repeat(width - shown(model).length() + 2)
                    + relative(model.directory()));
        }
    }

    private static String shown(final CachedModel model) {
        return PlainLine.of(model.id().text());
    }

    private void finding(final Finding finding) {
        text.gap();
        text.line(
                relative(finding.path()) + (finding.line().isPresent() ? ":" + finding.line().getAsInt() : "")
                        + ": "
                        + finding.fault().code() + " " + finding.fault().severity().text());
        text.line("  " + finding.fault().title());
        if (!finding.expected().isEmpty()) {
            text.line("  expected  " + finding.expected());
        }
        if (!finding.found().isEmpty()) {
            text.line("  found     " + finding.found());
        }
        text.line("  fix       " + finding.fix() + (finding.repair().isPresent() ? " (--fix does it)" : ""));
    }

    private String relative(final Path path) {
        final Path absolute = path.toAbsolutePath().normalize();
        return absolute.startsWith(report.path()) && !absolute.equals(report.path())
                ? report.path().relativize(absolute).toString()
                : absolute.toString();
    }

    private String sum() {
        if (report.findings().isEmpty()) {
            return "nothing to complain about";
        }
        final Map<Severity, Long> counts = report.findings().stream().collect(Collectors
                .groupingBy(finding -> finding.fault().severity(), () -> new EnumMap<>(Severity.class),
                        Collectors.counting()));
        final int size = report.findings().size();
        final int repairs = report.repairs().size();
        return size + (size == 1 ? " finding" : " findings") + ": " + counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().text()
                        + (entry.getKey() == Severity.NOTE
                                && entry.getValue() > 1 ? "s" : ""))
                .collect(Collectors.joining(", ")) + (repairs == 0 ? "" : "; --fix mends " + repairs);
    }
}
