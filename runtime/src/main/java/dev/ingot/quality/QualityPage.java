package dev.ingot.quality;

import dev.ingot.report.BarPanel;
import dev.ingot.report.HtmlTable;
import dev.ingot.report.Legend;
import dev.ingot.report.Markup;
import dev.ingot.report.Page;
import dev.ingot.report.Scatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A report as a page. */
final class QualityPage {

    private static final int MATRICES = 12;
    private static final int BLOCKS = 12;

    private final QualityReport report;
    private final Page page;

    private QualityPage(final QualityReport report) {
        this.report = report;
        this.page = new Page("Quality of " + report.model(), report.score().map(
                score -> score.tokens() + " tokens scored in windows of " + report.window())
                .orElse("Weights only: no text was given"));
    }

    static String of(final QualityReport report) {
        return new QualityPage(report).build();
    }

    private String build() {
        HtmlTable.write(page.section("Models",
                "Perplexity, divergence and agreement on the text; sizes of all"
                        + " files; signal-to-noise ratios of the quantized matrices, in decibels: more is better,"
                        + " one bit is worth about 6."),
                QualityRows.MODELS, QualityRows.models(report));
        final List<Scatter.Point> points = report.variants().stream().flatMap(this::point).toList();
        if (points.size() > 1) {
            new Scatter("size in MB", "KL divergence per token", points).draw(page.section(
                    "Size and divergence",
                    "Lower left is better. Filled points: no other variant is both smaller and closer to the"
                            + " floats."));
        }
        signalToNoise();
        report.variants().forEach(this::details);
        return page.toString();
    }

    private Stream<Scatter.Point> point(final VariantQuality variant) {
        return variant.score().filter(score -> score.divergence() > 0).stream().map(score -> {
            final boolean front = report.variants().stream()
                    .flatMap(other -> other.score().map(it -> merits(other, it)).stream())
                    .noneMatch(other -> other.dominate(merits(variant, score)));
            return new Scatter.Point(variant.name(), variant.bytes() / 1e6, score.divergence(), front,
                    variant.name() + ": " + Figures.megabytes(variant.bytes()) + " MB, KL "
                            + Figures.divergence(score.divergence()) + ", perplexity "
                            + Figures.change(score.increase()));
        });
    }

    /** No speed was measured. */
    private static Merits merits(final VariantQuality variant, final TextScore score) {
        return new Merits(variant.bytes(), score.divergence(), 1);
    }

    private void signalToNoise() {
        final List<VariantQuality> compared = report.variants().stream()
                .filter(variant -> !variant.matrices().isEmpty()).toList();
        if (compared.isEmpty()) {
            return;
        }
        final List<String> names = compared.stream().map(VariantQuality::name).toList();
        final Markup section = page.section("Signal-to-noise ratio by role and layer",
                "Decibels, more is better; a matrix that sticks out below its neighbours is worth more bits.");
        Legend.write(section, names);
        section.open("div", "class", "grid");
        final var places = new SnrPlaces(compared);
        for (final Map.Entry<String, List<BarPanel.Group>> panel : places.panels().entrySet()) {
            new BarPanel(panel.getKey(), "dB", panel.getValue(), places.largest()).draw(section, names);
        }
        section.close("div");
    }

    private void details(final VariantQuality variant) {
        if (!variant.matrices().isEmpty()) {
            HtmlTable.write(page.section(variant.name() + ": matrices that lost most",
                    "Of " + variant.matrices().size() + " quantized matrices those with the lowest ratio."),
                    QualityRows.MATRICES, QualityRows.matrices(variant, MATRICES));
            HtmlTable.write(page.section(variant.name() + ": worst blocks",
                    "Root mean square of a block's errors, as part of the root mean square of its matrix."),
                    QualityRows.BLOCKS, QualityRows.blocks(variant, BLOCKS));
        }
        if (!variant.uncompared().isEmpty()) {
            HtmlTable.write(page.section(variant.name() + ": not comparable", "Matrices without floats."),
                    List.of("matrix", "reason"), variant.uncompared().stream()
                            .map(it -> List.of(it.name(), it.reason())).toList());
        }
    }
}
