package dev.ingot.foundry.validate;

import dev.ingot.foundry.validate.CheckResult.Status;
import dev.ingot.report.HtmlTable;
import dev.ingot.report.LineChart;
import dev.ingot.report.LineChart.Mark;
import dev.ingot.report.LineChart.Point;
import dev.ingot.report.LineChart.Series;
import dev.ingot.report.Markup;
import dev.ingot.report.Page;
import dev.ingot.report.Tiles;
import dev.ingot.report.Tiles.Tile;
import dev.ingot.report.Verdict;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A validation as a page: the verdict first, then why. */
final class ValidationPage {

    /** What the groups of checks mean to somebody who has not read how they are made. */
    private static final Map<String, String> MEANINGS = Map.of(ValidationRun.ANSWERS,
            "Does it answer as expected?", SpeedChecks.GROUP, "Does it keep its speed with longer prompts?",
            LeakRun.GROUP, "Does its memory stay within bounds?", EdgeRun.GROUP,
            "Does it bear requests that are out of the ordinary?");
    private static final double MEGA = 1e6;

    private final ValidationReport report;
    private final Map<String, List<CheckResult>> groups;
    private final Page page;

    ValidationPage(final ValidationReport report) {
        this.report = report;
        this.groups = ValidationText.groups(report.checks());
        this.page = new Page("Is " + report.model() + " fit for use?",
                report.suite().map(suite -> "Suite " + suite + "; ").orElse("") + report.machine());
    }

    String build() {
        verdict();
        answers();
        speed();
        memory();
        edgeCases();
        ReportParts.resources(page.section("What the validation took",
                "Memory and processors of the process, from beginning to end."), report.resources());
        return page.toString();
    }

    private void verdict() {
        final Markup lead = page.lead();
        final int failed = report.count(Status.FAILED);
        final int open = report.count(Status.UNDECIDED);
        final int all = report.checks().size();
        if (failed > 0) {
            Verdict.BAD.banner(lead, "Not fit yet", failed + " of " + all + " checks failed: " + where());
        } else if (open > 0) {
            Verdict.OPEN.banner(lead, "Fit, as far as can be told",
                    open + " of " + all + " checks could not be decided; none failed.");
        } else {
            Verdict.GOOD.banner(lead, "Fit for use", "All " + all + " checks passed.");
        }
        Tiles.write(lead, groups.entrySet().stream().map(ValidationPage::tile).toList());
    }

    private String where() {
        return String.join(", ", groups.entrySet().stream()
                .filter(group -> group.getValue().stream().anyMatch(CheckResult::failed))
                .map(group -> group.getKey() + " (" + group.getValue().stream().filter(CheckResult::failed)
                        .count() + " of " + group.getValue().size() + ")")
                .toList()) + ".";
    }

    private static Tile tile(final Map.Entry<String, List<CheckResult>> group) {
        final long passed = group.getValue().stream().filter(check -> check.status() == Status.PASSED)
                .count();
        return new Tile(passed + " of " + group.getValue().size(), group.getKey(),
                MEANINGS.getOrDefault(group.getKey(), ""));
    }

    private Markup section(final String heading, final String group, final String explanation) {
        return page.section(heading, MEANINGS.get(group) + " " + explanation);
    }

    private void answers() {
        if (report.quality().answers().isEmpty()) {
            return;
        }
        final Markup section = section("Answers", ValidationRun.ANSWERS,
                "Each item of the suite was asked once; those that failed come first.");
        HtmlTable.narrow(section, List.of("figure", "value"), ReportRows.quality(report.quality()));
        CheckTable.answers(section, report.quality().answers());
    }

    private void speed() {
        final Markup section = section("Speed", SpeedChecks.GROUP,
                "A token of a longer prompt may take at most " + Figures.number(SpeedChecks.READING)
                        + " times the best of shorter ones to be read, and answers may slow down to "
                        + Figures.percent(SpeedChecks.WRITING) + " of the best.");
        CheckTable.checks(section, groups.getOrDefault(SpeedChecks.GROUP, List.of()));
        new LineChart("Time to the first token", "tokens of the prompt", "ms, median", true,
                List.of(new Series("time to the first token", Mark.LINE, report.lengths().stream()
                        .filter(it -> it.firstToken().p50().isPresent())
                        .map(it -> new Point(it.promptTokens(), it.firstToken().p50().getAsDouble()))
                        .toList())))
                .draw(section);
    }

    private void memory() {
        final Markup section = section("Memory", LeakRun.GROUP,
                "The same requests over and over, garbage collected after each round. The broken line is the trend"
                        + " (Theil-Sen); memory leaks when its 95 % interval lies above what is allowed, and grows, if slowly,"
                        + " when it lies above 0.");
        CheckTable.checks(section, groups.getOrDefault(LeakRun.GROUP, List.of()));
        for (final MemoryTrend trend : report.memory()) {
            final int last = trend.bytes().size() - 1;
            final double start = trend.trend().start();
            new LineChart(trend.what() + " after each round", "round", "MB", false, List.of(
                    new Series("measured", Mark.DOTS, IntStream.rangeClosed(0, last)
                            .mapToObj(i -> new Point(i + 1.0, trend.bytes().get(i) / MEGA)).toList()),
                    new Series("trend", Mark.DASHES, List.of(new Point(1, start / MEGA),
                            new Point(last + 1.0, (start + trend.trend().slope() * last) / MEGA)))))
                    .draw(section);
        }
    }

    private void edgeCases() {
        CheckTable.checks(section("Edge cases", EdgeRun.GROUP,
                "Each has to end in time, with an answer or an error that says what is wrong."),
                groups.getOrDefault(EdgeRun.GROUP, List.of()));
    }
}
