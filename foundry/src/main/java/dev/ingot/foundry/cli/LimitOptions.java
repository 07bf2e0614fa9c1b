package dev.ingot.foundry.cli;

import dev.ingot.quality.QualityLimits;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a quantized model must keep to. */
final class LimitOptions {

    @Option(names = "--max-perplexity-increase", paramLabel = "PART", description = "Most by which the perplexity may rise, for example 1%% or 0.01.")
    @Nullable
    String perplexity;

    @Option(names = "--min-agreement", paramLabel = "PART", description = "Least part of the positions with the float model's most likely token, for example 98%%.")
    @Nullable
    String agreement;

    @Option(names = "--max-kl", paramLabel = "NATS", description = "Largest mean KL divergence per token from the float model.")
    @Nullable
    Double divergence;

    @Option(names = "--max-size", paramLabel = "SIZE", description = "Most that all files may take, for example 500MB.")
    @Nullable
    String size;

    QualityLimits limits() {
        QualityLimits limits = QualityLimits.NONE;
        if (perplexity != null) {
            limits = limits.maxPerplexityIncrease(Amounts.part("--max-perplexity-increase", perplexity));
        }
        if (agreement != null) {
            limits = limits.minAgreement(Amounts.part("--min-agreement", agreement));
        }
        if (divergence != null) {
            limits = limits.maxDivergence(divergence);
        }
        return size == null ? limits : limits.maxBytes(Amounts.bytes("--max-size", size));
    }
}
