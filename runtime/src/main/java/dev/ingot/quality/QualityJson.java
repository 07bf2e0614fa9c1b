package dev.ingot.quality;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A report as JSON; docs/quality.md describes the keys. */
final class QualityJson {

    private static final int FORMAT_VERSION = 1;

    private QualityJson() {}

    static Map<String, Object> of(final QualityReport report) {
        final var json = new LinkedHashMap<String, Object>();
        json.put("format_version", FORMAT_VERSION);
        json.put("model", report.model());
        json.put("bytes", report.bytes());
        report.score().ifPresent(score -> {
            json.put("window", report.window());
            json.put("tokens", score.tokens());
            figure(json, "perplexity", score.perplexity());
        });
        json.put("variants", report.variants().stream().map(QualityJson::variant).toList());
        return json;
    }

    private static Map<String, Object> variant(final VariantQuality variant) {
        final var json = new LinkedHashMap<String, Object>();
        json.put("name", variant.name());
        json.put("bytes", variant.bytes());
        variant.score().ifPresent(score -> json.putAll(score(score)));
        json.put("matrices", variant.matrices().stream().map(QualityJson::matrix).toList());
        json.put("not_compared", variant.uncompared().stream().map(QualityJson::uncompared).toList());
        return json;
    }

    private static Map<String, Object> uncompared(final VariantQuality.Uncompared matrix) {
        final var json = new LinkedHashMap<String, Object>();
        json.put("name", matrix.name());
        json.put("reason", matrix.reason());
        return json;
    }

    /** The figures of a score under the names that reports and searches share. */
    static Map<String, Object> score(final TextScore score) {
        final var json = new LinkedHashMap<String, Object>();
        figure(json, "perplexity", score.perplexity());
        figure(json, "perplexity_increase", score.increase());
        figure(json, "kl_divergence", score.divergence());
        figure(json, "kl_divergence_max", score.maxDivergence());
        figure(json, "top1_agreement", score.agreement());
        figure(json, "logit_cosine", score.cosine());
        return json;
    }

    private static Map<String, Object> matrix(final MatrixQuality matrix) {
        final var json = new LinkedHashMap<String, Object>();
        json.put("name", matrix.name());
        matrix.layer().ifPresent(layer -> json.put("layer", layer));
        json.put("role", matrix.role());
        json.put("shape", List.of(matrix.rows(), matrix.columns()));
        json.put("bits", matrix.format().bits());
        json.put("block_size", matrix.format().blockSize());
        json.put("symmetric", matrix.format().symmetric());
        figure(json, "relative_error", matrix.error().relative());
        figure(json, "largest_error", matrix.error().largest());
        figure(json, "snr_db", matrix.error().snr());
        json.put("worst_blocks", matrix.worst().stream().map(QualityJson::block).toList());
        return json;
    }

    /** JSON has neither infinity, as an exact matrix's ratio is, nor what a model with broken weights computes. */
    private static void figure(final Map<String, Object> json, final String name, final double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        }
    }

    private static Map<String, Object> block(final BlockError block) {
        final var json = new LinkedHashMap<String, Object>();
        json.put("row", block.row());
        json.put("block", block.block());
        json.put("error", block.error());
        return json;
    }
}
