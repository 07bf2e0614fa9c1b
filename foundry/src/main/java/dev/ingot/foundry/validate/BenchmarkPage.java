package dev.ingot.foundry.validate;

import dev.ingot.report.BarPanel;
import dev.ingot.report.HtmlTable;
import dev.ingot.report.Legend;
import dev.ingot.report.Markup;
import dev.ingot.report.Page;
import dev.ingot.report.Tiles;
import dev.ingot.report.Tiles.Tile;
import dev.ingot.report.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** A benchmark as a page. */
final class BenchmarkPage {

    private final BenchmarkReport report;
    private final List<CheckResult> checks;
    private final Page page;

    BenchmarkPage(final BenchmarkReport report) {
        this.report = report;
        this.checks = report.checks();
        this.page = new Page("How fast " + report.model() + " answers", report.machine() + "; "
                + report.concurrency() + (report.concurrency() == 1 ? " user" : " users")
                + " at a time; answers of " + report.newTokens() + " tokens");
    }

    String build() {
        verdict();
        speed();
        report.quality().ifPresent(this::quality);
        ReportParts.resources(page.section("What it takes",
                "Memory of the process that is resident, mapped files"
                        + " included, and what of it the Java heap uses, garbage included; how busy all processors"
                        + " together were with this process."),
                report.resources());
        CheckTable.checks(page.section("Checks", "What was demanded, and what was found."), checks);
        return page.toString();
    }

    private void verdict() {
        final long failed = checks.stream().filter(CheckResult::failed).count();
        final Markup lead = page.lead();
        final Optional<AnswerQuality> wrong = report.quality().filter(it -> it.firstWrong().isPresent());
        if (failed > 0) {
            Verdict.BAD.banner(lead, "Failed", why(failed));
        } else if (wrong.isPresent()) {
            Verdict.OPEN.banner(lead, "Within its limits", "Every request was answered and the limits hold; "
                    + right(wrong.get()) + " answers are all that the suite demands of them.");
        } else {
            Verdict.GOOD.banner(lead, "Passed",
                    "Every request was answered, and all that was demanded holds.");
        }
        Tiles.write(lead, tiles());
    }

    private static String right(final AnswerQuality quality) {
        return quality.right() + " of " + quality.answers().size();
    }

    private String why(final long failed) {
        final CheckResult first = checks.stream().filter(CheckResult::failed).findFirst().orElseThrow();
        return failed + " of " + checks.size() + " checks failed. " + first.id() + ": "
                + first.reasons().getFirst();
    }

    private List<Tile> tiles() {
        final LengthResult shortest = report.lengths().getFirst();
        final LengthResult longest = report.lengths().getLast();
        final var tiles = new ArrayList<Tile>();
        tiles.add(new Tile(Figures.millis(shortest.firstToken().p50()), "first token",
                "prompt of " + shortest.promptTokens() + " tokens, median"));
        if (report.lengths().size() > 1) {
            tiles.add(new Tile(Figures.millis(longest.firstToken().p50()), "first token",
                    "prompt of " + longest.promptTokens() + " tokens, median"));
        }
        tiles.add(new Tile(Figures.number(shortest.tokensPerSecond().p50()), "tokens per second",
                "of an answer, median"));
        tiles.add(new Tile(Figures.memory(report.resources().peakResident()), "memory",
                "resident at most"));
        tiles.add(new Tile(Figures.percent(report.resources().processorUse()), "processors",
                "busy, of " + report.machine().processors()));
        report.quality().ifPresent(
                quality -> tiles
                        .add(new Tile(right(quality), "answers right", "by all that the suite demands")));
        return tiles;
    }

    private void speed() {
        final Markup section = page.section("Speed by length of the prompt",
                "Milliseconds from a request to its first token and to the end of its answer. A percentile is the"
                        + " least measured value that so many percent of the values do not exceed. "
                        + ReportRows.percentileNote(report.lengths()));
        HtmlTable.write(section, ReportRows.LENGTHS, ReportRows.lengths(report.lengths()));
        final List<String> names = List.of("median", "95th percentile, or largest");
        Legend.write(section, names);
        section.open("div", "class", "grid");
        times("time to the first token", LengthResult::firstToken, section, names);
        times("time to the end of the answer", LengthResult::response, section, names);
        new BarPanel("tokens per second of an answer", "tokens/s", groups(
                it -> List.of(figure(it.tokensPerSecond().p50()), Double.NaN)),
                report.lengths().stream().mapToDouble(it -> figure(it.tokensPerSecond().p50()))
                        .filter(Double::isFinite).max().orElse(1))
                .draw(section, names);
        section.close("div");
    }

    private void times(final String title, final Function<LengthResult, Distribution> figures,
            final Markup section, final List<String> names) {
        new BarPanel(title, "ms", groups(
                it -> List.of(figure(figures.apply(it).p50()), figures.apply(it).high())),
                report.lengths().stream().mapToDouble(it -> figures.apply(it).high()).filter(Double::isFinite)
                        .max().orElse(1))
                .draw(section, names);
    }

    private List<BarPanel.Group> groups(final Function<LengthResult, List<Double>> values) {
        return report.lengths().stream()
                .map(it -> new BarPanel.Group(it.promptTokens() + " tokens", values.apply(it))).toList();
    }

    private static double figure(final OptionalDouble value) {
        return value.orElse(Double.NaN);
    }

    private void quality(final AnswerQuality quality) {
        HtmlTable.narrow(page.section("Quality of the answers",
                "Answers to the suite, held against what it expects. Cosines of vectors that a decoder gives tell"
                        + " little by themselves: compare them between models."),
                List.of("figure", "value"), ReportRows.quality(quality));
        CheckTable.answers(page.section("Answers", "Those that are not all that is demanded come first."),
                quality.answers());
    }
}
