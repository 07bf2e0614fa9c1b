package dev.ingot.quality;

import dev.ingot.ModelGate;
import dev.ingot.OnnxModel;
import dev.ingot.compare.FloatMatrices;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.StorageException;
import dev.ingot.io.TextFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Keeps a pipeline from publishing a model that is not good or not small enough. What it demands of quality is measured
 * on a text, against the same conversion in 32-bit floats, which is made for the time of the check. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * Pipeline.from(hfDir).quantize(INT4)
 *         .gate(QualityGate.on(text).maxPerplexityIncrease(0.01).minAgreement(0.98)).toOnnx(out).register(cache);
 * }</pre>
 */
public final class QualityGate implements ModelGate {

    private final QualitySettings settings;
    private final QualityLimits limits;

    private QualityGate(final QualitySettings settings, final QualityLimits limits) {
        this.settings = settings;
        this.limits = limits;
    }

    /**
     * Begins with the text that perplexity, agreement and divergence are measured on.
     *
     * @param text of what the model is used for, and not seen in training
     * @return a gate that lets everything pass
     * @throws InvalidOptionException if it is blank
     */
    public static QualityGate on(final String text) {
        if (text.isBlank()) {
            throw new InvalidOptionException("gate: expected a text to measure on, found none");
        }
        return new QualityGate(
                QualitySettings.of(Path.of("")).with(draft -> draft.text = Optional.of(text)),
                QualityLimits.NONE);
    }

    /**
     * Begins with the text that perplexity, agreement and divergence are measured on.
     *
     * @param file in UTF-8
     * @return a gate that lets everything pass
     * @throws StorageException       if it cannot be read
     * @throws InvalidOptionException if it is blank
     */
    public static QualityGate on(final Path file) {
        final String text = TextFiles.read(file);
        if (text.isBlank()) {
            throw new InvalidOptionException(file + ": expected a text to measure on, found none");
        }
        return on(text);
    }

    /**
     * Begins without a text: nothing is run.
     *
     * @param bytes that all files of the model may have together
     * @return a gate that limits the size alone
     */
    public static QualityGate maxSize(final long bytes) {
        return new QualityGate(QualitySettings.of(Path.of("")), QualityLimits.NONE.maxBytes(bytes));
    }

    /**
     * Limits the perplexity.
     *
     * @param part by which it may be larger than the float model's: 0.01 for 1 %
     * @return a new gate
     */
    public QualityGate maxPerplexityIncrease(final double part) {
        return limits(limits.maxPerplexityIncrease(part));
    }

    /**
     * Demands agreement on the most likely token.
     *
     * @param part of the positions, 0 to 1
     * @return a new gate
     */
    public QualityGate minAgreement(final double part) {
        return limits(limits.minAgreement(part));
    }

    /**
     * Limits the divergence.
     *
     * @param nats mean per token
     * @return a new gate
     */
    public QualityGate maxDivergence(final double nats) {
        return limits(limits.maxDivergence(nats));
    }

    /**
     * Limits the size.
     *
     * @param bytes of all files together
     * @return a new gate
     */
    public QualityGate maxBytes(final long bytes) {
        return limits(limits.maxBytes(bytes));
    }

    /**
     * Sets all limits.
     *
     * @param value the limits
     * @return a new gate
     * @throws InvalidOptionException if they are measured on a text, and the gate began without one
     */
    public QualityGate limits(final QualityLimits value) {
        if (value.needText() && settings.text().isEmpty()) {
            throw new InvalidOptionException(
                    "gate: limits of perplexity, agreement and divergence are measured"
                            + " on a text: begin with QualityGate.on, not with maxSize");
        }
        return new QualityGate(settings, value);
    }

    /**
     * Sets how long the windows are that the text is cut into. Without it: 512, or the model's context if that is less.
     *
     * @param tokens at least 2
     * @return a new gate
     */
    public QualityGate window(final int tokens) {
        return new QualityGate(settings.window(tokens), limits);
    }

    /**
     * Sets below which directory the float export lies meanwhile. Without it: the system's directory for temporary files.
     *
     * @param directory made if it is not there
     * @return a new gate
     */
    public QualityGate work(final Path directory) {
        return new QualityGate(settings.with(draft -> draft.work = Optional.of(directory)), limits);
    }

    /**
     * Is told how the measurement goes.
     *
     * @param listener called from the thread that converts
     * @return a new gate
     */
    public QualityGate listener(final QualityListener listener) {
        return new QualityGate(settings.with(draft -> draft.listener = listener), limits);
    }

    @Override
    public void checkSize(final String name, final long bytes) {
        limits.ofSize().check(name, bytes, Optional.empty());
    }

    @Override
    public void check(final Candidate candidate) {
        final long bytes = DirectorySize.of(candidate.model().directory());
        // What costs nothing first: a model that is too large is not measured.
        checkSize(candidate.name(), bytes);
        limits.check(candidate.name(), bytes,
                limits.needText() ? settings.text().map(text -> score(candidate, text)) : Optional.empty());
    }

    private TextScore score(final Candidate candidate, final String text) {
        try (FloatRun floats = floats(candidate)) {
            return TextComparison.of(candidate.source(), floats.model(),
                    List.of(new OnnxModel(candidate.model().directory(), candidate.name())), settings, text)
                    .variants().getFirst();
        }
    }

    private FloatRun floats(final Candidate candidate) {
        if (candidate.floats().isPresent()) {
            return FloatRun.export(candidate.floats().get(), settings.work());
        }
        if (FloatMatrices.isOnnx(candidate.source())) {
            return FloatRun.of(OnnxModel.open(candidate.source()));
        }
        throw new InvalidOptionException(candidate.source() + ": expected genai_config.json beside the graph,"
                + " to run it and compare with it, found none");
    }
}
