package dev.ingot.foundry.validate;

import dev.ingot.foundry.validate.CheckResult.Status;
import dev.ingot.report.PlainText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A validation for a terminal. */
final class ValidationText {

    private ValidationText() {}

    static String of(final ValidationReport report) {
        final var text = new PlainText().line(report.model() + " on " + report.machine()).gap()
                .table(List.of("checks", "passed", "failed", "undecided"), rows(report));
        tell(report, Status.FAILED, text);
        tell(report, Status.UNDECIDED, text);
        if (!report.memory().isEmpty()) {
            text.gap();
            report.memory().forEach(memory -> text.line(memory.summary()));
        }
        return text.gap().line(verdict(report)).toString();
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

    private static void tell(final ValidationReport report, final Status status, final PlainText text) {
        for (final CheckResult check : report.checks()) {
            if (check.status() == status) {
                text.gap().line(ReportRows.word(check) + ": " + check.group() + ": " + check.id());
                check.reasons().forEach(reason -> text.line("  " + reason));
                text.line("  found: " + check.summary());
            }
        }
    }
}
