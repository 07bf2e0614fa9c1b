package dev.ingot.quality;

import dev.ingot.report.TextTable;

/** A report for a terminal. */
final class QualityText {

    private static final int MATRICES = 5;
    private static final int BLOCKS = 5;

    private QualityText() {}

    static String of(final QualityReport report) {
        final var text = new StringBuilder();
        report.score().ifPresent(score -> text.append(score.tokens()).append(" tokens scored in windows of ")
                .append(report.window()).append("\n\n"));
        text.append(TextTable.of(QualityRows.MODELS, QualityRows.models(report)));
        report.variants().forEach(variant -> describe(variant, text));
        return text.toString();
    }

    private static void describe(final VariantQuality variant, final StringBuilder text) {
        if (!variant.matrices().isEmpty()) {
            text.append('\n').append(variant.name()).append(": matrices that lost most, of ")
                    .append(variant.matrices().size()).append('\n')
                    .append(TextTable.of(QualityRows.MATRICES, QualityRows.matrices(variant, MATRICES)))
                    .append('\n').append(variant.name()).append(": worst blocks\n")
                    .append(TextTable.of(QualityRows.BLOCKS, QualityRows.blocks(variant, BLOCKS)));
        }
        if (!variant.uncompared().isEmpty()) {
            text.append('\n').append(variant.name()).append(": not comparable\n");
            variant.uncompared()
                    .forEach(it -> text.append(it.name()).append(": ").append(it.reason()).append('\n'));
        }
    }
}
