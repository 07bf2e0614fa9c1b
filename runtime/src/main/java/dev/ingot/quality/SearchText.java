package dev.ingot.quality;

import dev.ingot.report.HtmlTable;
import dev.ingot.report.Page;
import dev.ingot.report.Scatter;
import dev.ingot.report.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A search for a terminal, as JSON and as a page. */
final class SearchText {

    private static final List<String> HEADS = List.of("precision", "MB", "perplexity", "increase",
            "KL per token", "top-1", "tokens/s", "to floats");
    private static final String NOTE = "a star: no other precision is as small, as close and as fast";

    private SearchText() {}

    static String of(final SearchReport report) {
        return report.score().tokens() + " tokens scored\n\n" + TextTable.of(HEADS, rows(report)) + "\n"
                + NOTE + "\n\n" + TextChart.of(report.points());
    }

    private static List<List<String>> rows(final SearchReport report) {
        final var rows = new ArrayList<List<String>>();
        rows.add(List.of(report.model() + " (floats)", Figures.megabytes(report.bytes()),
                Figures.perplexity(report.score().perplexity()), "-", "-", "-",
                speed(report.tokensPerSecond()), "-"));
        for (final SearchPoint point : report.points()) {
            rows.add(List.of((point.front() ? "*" : "") + point.name(), Figures.megabytes(point.bytes()),
                    Figures.perplexity(point.score().perplexity()), Figures.change(point.score().increase()),
                    Figures.divergence(point.score().divergence()),
                    Figures.percent(point.score().agreement()), speed(point.tokensPerSecond()),
                    String.format(Locale.ROOT, "%.2fx", point.speedup())));
        }
        return rows;
    }

    private static String speed(final double tokensPerSecond) {
        return String.format(Locale.ROOT, tokensPerSecond < 100 ? "%.1f" : "%.0f", tokensPerSecond);
    }

    static Map<String, Object> json(final SearchReport report) {
        final var json = new LinkedHashMap<String, Object>();
        json.put("format_version", 1);
        json.put("model", report.model());
        json.put("bytes", report.bytes());
        json.put("tokens", report.score().tokens());
        json.put("perplexity", report.score().perplexity());
        json.put("tokens_per_second", report.tokensPerSecond());
        json.put("points", report.points().stream().map(SearchText::point).toList());
        return json;
    }

    private static Map<String, Object> point(final SearchPoint point) {
        final var json = new LinkedHashMap<String, Object>();
        json.put("precision", point.name());
        json.put("bytes", point.bytes());
        json.putAll(QualityJson.score(point.score()));
        json.put("tokens_per_second", point.tokensPerSecond());
        json.put("speedup", point.speedup());
        json.put("front", point.front());
        return json;
    }

    static String html(final SearchReport report) {
        final var page = new Page("Precisions of " + report.model(), report.score().tokens()
                + " tokens scored; speed in tokens per second, beside the floats in the same rounds");
        final List<SearchPoint> shown = report.points().stream()
                .filter(point -> Double.isFinite(point.score().divergence())).toList();
        if (shown.size() > 1) {
            new Scatter("size in MB", "KL divergence per token", shown.stream()
                    .map(point -> new Scatter.Point(point.name(), point.bytes() / 1e6,
                            point.score().divergence(), point.front(),
                            point.name() + ": " + Figures.megabytes(point.bytes()) + " MB, KL "
                                    + Figures.divergence(point.score().divergence()) + ", "
                                    + speed(point.tokensPerSecond()) + " tokens/s"))
                    .toList()).draw(page.section("Size and divergence",
                            "Lower left is better. Filled: no other precision is as small, as close to the"
                                    + " floats and as fast."));
        }
        HtmlTable.write(page.section("Figures", "Those of the front stand out."), HEADS, rows(report));
        return page.toString();
    }
}
