package dev.ingot.quality;

import dev.ingot.quantize.BlockFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The tables of a report, for the terminal and for the page. */
final class QualityRows {

    static final List<String> MODELS = List.of("model", "MB", "perplexity", "increase", "KL per token",
            "largest KL", "top-1", "logit cosine", "SNR dB", "worst");
    static final List<String> MATRICES = List.of("matrix", "shape", "stored as", "relative error", "SNR dB");
    static final List<String> BLOCKS = List.of("matrix", "row", "block", "error");

    private static final String NONE = "-";

    private QualityRows() {}

    static List<List<String>> models(final QualityReport report) {
        final var rows = new ArrayList<List<String>>();
        rows.add(List.of(report.model() + " (source)", Figures.megabytes(report.bytes()),
                report.score().map(score -> Figures.perplexity(score.perplexity())).orElse(NONE), NONE, NONE,
                NONE, NONE, NONE, NONE, NONE));
        report.variants().forEach(variant -> rows.add(model(variant)));
        return rows;
    }

    private static List<String> model(final VariantQuality variant) {
        final Stream<String> figures = variant.score().map(score -> Stream.of(
                Figures.perplexity(score.perplexity()), Figures.change(score.increase()),
                Figures.divergence(score.divergence()), Figures.divergence(score.maxDivergence()),
                Figures.percent(score.agreement()), Figures.cosine(score.cosine())))
                .orElseGet(() -> Stream.generate(() -> NONE).limit(6));
        return Stream.of(Stream.of(variant.name(), Figures.megabytes(variant.bytes())), figures,
                variant.worstMatrix().map(matrix -> Stream.of(Figures.decibels(variant.error().snr()),
                        Figures.decibels(matrix.error().snr()))).orElseGet(() -> Stream.of(NONE, NONE)))
                .flatMap(cells -> cells).toList();
    }

    /** The matrices that lost most, the worst first. */
    static List<List<String>> matrices(final VariantQuality variant, final int most) {
        return variant.matrices().stream()
                .sorted(Comparator.comparingDouble(matrix -> matrix.error().snr())).limit(most)
                .map(it -> List.of(label(it), it.rows() + " x " + it.columns(), format(it.format()),
                        Figures.error(it.error().relative()), Figures.decibels(it.error().snr())))
                .toList();
    }

    /** The name without what every name has. */
    private static String label(final MatrixQuality matrix) {
        return matrix.name().replaceFirst("^model\\.", "").replaceFirst("(\\.MatMul)?\\.weight$", "");
    }

    private static String format(final BlockFormat format) {
        return format.bits() + " bits, " + format.blockSize()
                + (format.symmetric() ? ", symmetric" : ", asymmetric");
    }

    /** The blocks with the largest errors of all matrices. */
    static List<List<String>> blocks(final VariantQuality variant, final int most) {
        record Place(MatrixQuality matrix, BlockError block) {}
        return variant.matrices().stream()
                .flatMap(matrix -> matrix.worst().stream().map(block -> new Place(matrix, block)))
                .sorted(Comparator.comparingDouble((Place place) -> place.block().error()).reversed())
                .limit(most)
                .map(place -> List.of(label(place.matrix()), String.valueOf(place.block().row()),
                        String.valueOf(place.block().block()), Figures.error(place.block().error())))
                .toList();
    }
}
