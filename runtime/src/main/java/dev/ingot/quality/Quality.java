package dev.ingot.quality;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.StorageException;
import dev.ingot.io.TextFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Measures quantized variants of a model against its floats. Every step returns a new object and does nothing yet;
 * {@link #measure} does the work. Immutable and thread-safe.
 *
 * <pre>{@code
 * QualityReport report = Quality.of(hfDir).compare("int4", out).text(Path.of("sample.txt")).measure();
 * }</pre>
 */
public final class Quality {

    private final QualitySettings settings;

    private Quality(final QualitySettings settings) {
        this.settings = settings;
    }

    private Quality with(final Consumer<QualitySettings.Draft> change) {
        return new Quality(settings.with(change));
    }

    /**
     * Begins with the float model: a Hugging Face directory or GGUF file, whose weights are compared as they are stored
     * there, or the directory of a float ONNX model. To be compared on a text, a checkpoint is exported to 32-bit floats
     * for the time of the measurement, unless the export is given by {@link #floats}.
     *
     * @param floatModel directory or file
     * @return a measurement of nothing
     */
    public static Quality of(final Path floatModel) {
        return new Quality(QualitySettings.of(floatModel));
    }

    /**
     * Adds an adapter that the variants have merged.
     *
     * @param directory with the PEFT adapter; only when the float model is a checkpoint
     * @return a new measurement
     */
    public Quality adapter(final Path directory) {
        return with(draft -> draft.adapter = Optional.of(directory));
    }

    /**
     * Gives the checkpoint's export to floats, if there is one already.
     *
     * @param directory of an ONNX model
     * @return a new measurement
     */
    public Quality floats(final Path directory) {
        return with(draft -> draft.export = Optional.of(directory));
    }

    /**
     * Adds a variant.
     *
     * @param name      what it is called in the report
     * @param directory of an ONNX model
     * @return a new measurement
     * @throws InvalidOptionException if the name is taken or empty
     */
    public Quality compare(final String name, final Path directory) {
        final var variants = new LinkedHashMap<>(settings.variants());
        if (name.isBlank() || variants.put(name, directory) != null) {
            throw new InvalidOptionException(
                    "variant: expected every name once, and none empty, found \"" + name + "\"");
        }
        return with(draft -> draft.variants = variants);
    }

    /**
     * Sets the text on which the models are compared. Its tokens are taken as they are; none are added.
     *
     * @param text of what the model is used for, and not seen in training; some thousand tokens tell enough
     * @return a new measurement
     */
    public Quality text(final String text) {
        return with(draft -> draft.text = Optional.of(text));
    }

    /**
     * Sets the text on which the models are compared.
     *
     * @param file in UTF-8
     * @return a new measurement
     * @throws StorageException if it cannot be read
     */
    public Quality text(final Path file) {
        return text(TextFiles.read(file));
    }

    /**
     * Sets how long the windows are that the text is cut into. Without it: 512, or the model's context if that is less.
     *
     * @param tokens at least 2
     * @return a new measurement
     */
    public Quality window(final int tokens) {
        return new Quality(settings.window(tokens));
    }

    /**
     * Sets how many blocks are listed of every matrix. Without it: 8.
     *
     * @param count 0 or more
     * @return a new measurement
     */
    public Quality worstBlocks(final int count) {
        if (count < 0) {
            throw new InvalidOptionException("worst blocks: expected 0 or more, found " + count);
        }
        return with(draft -> draft.worst = count);
    }

    /**
     * Sets below which directory a checkpoint's export to floats lies meanwhile. Without it: the system's directory for
     * temporary files.
     *
     * @param directory made if it is not there
     * @return a new measurement
     */
    public Quality work(final Path directory) {
        return with(draft -> draft.work = Optional.of(directory));
    }

    /**
     * Sets how many threads work. Without it: as many as a {@code Generator} takes for the text, all for the weights.
     *
     * @param count at least 1
     * @return a new measurement
     */
    public Quality threads(final int count) {
        if (count < 1) {
            throw new InvalidOptionException("threads: expected at least 1, found " + count);
        }
        return with(draft -> draft.threads = OptionalInt.of(count));
    }

    /**
     * Is told how the work goes.
     *
     * @param listener called from the thread that measures
     * @return a new measurement
     */
    public Quality listener(final QualityListener listener) {
        return with(draft -> draft.listener = listener);
    }

    /**
     * Measures. All models are loaded at once; besides them memory holds the logits of one window, however long the text
     * is, and some rows of one matrix.
     *
     * @return the report
     * @throws dev.ingot.error.ModelFormatException   if a model is malformed, or a variant contradicts the float model
     * @throws InvalidOptionException                 if a variant cannot be one of this model, or the text is too short
     * @throws dev.ingot.error.CancelledException     if the thread is interrupted
     */
    public QualityReport measure() {
        return new Measurement(settings).run();
    }
}
