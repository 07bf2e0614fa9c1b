package dev.ingot.foundry.validate;

import dev.ingot.foundry.validate.CheckResult.Status;
import dev.ingot.report.TextTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A validation for a terminal. */
final class ValidationText {

    private ValidationText() {}

    static String of(final ValidationReport report) {
        final var text = new StringBuilder();
        text.append(report.model()).append(" on ").append(report.machine()).append("\n\n")
                .append(TextTable.of(List.of("checks", "passed", "failed", "undecided"), rows(report)));
        text.append(tell(report, Status.FAILED)).append(tell(report, Status.UNDECIDED));
        report.memory().forEach(memory -> text.append('\n').append(memory.summary()));
        return text.append(report.memory().isEmpty() ? "" : "\n").append('\n')
                .append(verdict(report)).append('\n').toString();
    }

    private static String verdict(final ValidationReport report) {
        final int open = report.count(Status.UNDECIDED);
        return (report.passed() ? "passed" : "FAILED")
                + (open == 0 ? "" : "; " + open + " could not be told");
    }

    private static List<List<String>> rows(final ValidationReport report) {
        return groups(report.checks()).entrySet().stream()
                .map(group -> List.of(group.getKey(), count(group.getValue(), Status.PASSED),
                        count(group.getValue(), Status.FAILED), count(group.getValue(), Status.UNDECIDED)))
                .toList();
    }

    static Map<String, List<CheckResult>> groups(final List<CheckResult> checks) {
        return checks.stream()
                .collect(Collectors.groupingBy(CheckResult::group, LinkedHashMap::new, Collectors.toList()));
    }

    private static String count(final List<CheckResult> checks, final Status status) {
        return String.valueOf(checks.stream().filter(check -> check.status() == status).count());
    }

    private static String tell(final ValidationReport report, final Status status) {
        final var text = new StringBuilder();
        for (final CheckResult check : report.checks()) {
            if (check.status() == status) {
                text.append('\n').append(ReportRows.word(check)).append(": ").append(check.group())
                        .append(": ").append(check.id()).append('\n');
                check.reasons().forEach(reason -> text.append("  ").append(reason).append('\n'));
                text.append("  found: ").append(check.summary()).append('\n');
            }
        }
        return text.toString();
    }
}
