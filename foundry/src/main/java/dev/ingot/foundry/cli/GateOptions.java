package dev.ingot.foundry.cli;

import dev.ingot.Pipeline;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.quality.QualityGate;
import dev.ingot.quality.QualityLimits;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The gate that a conversion has to pass before anything is written or registered. */
final class GateOptions {

    @Option(names = "--gate-text", paramLabel = "FILE", description = "Text on which the quantized model is compared with its floats;"
            + " if it passes one of the limits below, nothing is written.")
    @Nullable
    Path text;

    @Mixin
    private final LimitOptions limits = new LimitOptions();

    /** Judges what a plan says; the limits of quality need the model itself. */
    void checkSize(final String modelName, final long bytes) {
        limits.limits().maxBytes().ifPresent(most -> QualityGate.maxSize(most).checkSize(modelName, bytes));
    }

    Pipeline guard(final Pipeline pipeline) {
        final QualityLimits wanted = limits.limits();
        if (text == null && wanted.needText()) {
            throw new InvalidOptionException("--max-perplexity-increase, --min-agreement and --max-kl are"
                    + " measured on a text: add --gate-text FILE");
        }
        if (text != null && !wanted.needText()) {
            throw new InvalidOptionException("--gate-text goes with a limit: add --max-perplexity-increase,"
                    + " --min-agreement or --max-kl");
        }
        if (text != null) {
            return pipeline.gate(QualityGate.on(text).limits(wanted));
        }
        return wanted.maxBytes().isPresent()
                ? pipeline.gate(QualityGate.maxSize(wanted.maxBytes().getAsLong()))
                : pipeline;
    }
}
