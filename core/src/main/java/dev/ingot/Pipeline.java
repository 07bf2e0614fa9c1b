package dev.ingot;

import dev.ingot.Settings.SourceKind;
import dev.ingot.error.InvalidOptionException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * The way of a model from a Hugging Face directory to a quantized ONNX directory. Every step returns a new pipeline
 * and does nothing yet; {@link #toOnnx} does the work. Immutable and thread-safe.
 */
public final class Pipeline {

    private final Settings settings;

    private Pipeline(final Settings settings) {
        this.settings = settings;
    }

    private Pipeline with(final Consumer<Settings.Draft> change) {
        return new Pipeline(settings.with(change));
    }

    /**
     * Begins with a model as Hugging Face stores it: config.json, safetensors files and tokenizer.json. The model is
     * a local directory; nothing is ever downloaded.
     *
     * @param directory of the model
     * @return a pipeline that would write 32-bit floats
     */
    public static Pipeline from(final Path directory) {
        return new Pipeline(Settings.of(directory, SourceKind.CHECKPOINT));
    }

    /**
     * Merges a LoRA adapter (PEFT) into the weights before they are quantized.
     *
     * @param directory with adapter_config.json and adapter_model.safetensors
     * @return a new pipeline
     */
    public Pipeline adapter(final Path directory) {
        return with(draft -> draft.adapter = Optional.of(directory));
    }

    /**
     * Sets in which formats matrices are stored.
     *
     * @param precision for example {@link Precision#INT4}
     * @return a new pipeline
     */
    public Pipeline quantize(final Precision precision) {
        return with(draft -> draft.precision = precision);
    }

    /**
     * Sets the model's name; without it the output directory's name is taken.
     *
     * @param name of the model
     * @return a new pipeline
     */
    public Pipeline name(final String name) {
        return with(draft -> draft.name = Optional.of(name));
    }

    /**
     * Sets how many tokens prompt and answer may have together. Without it: the model's context, at most 4096.
     *
     * @param tokens at least 1; more than the model's context is lowered to it, with a warning
     * @return a new pipeline
     */
    public Pipeline maxLength(final int tokens) {
        if (tokens < 1) {
            throw new InvalidOptionException("max length: expected at least 1, found " + tokens);
        }
        return with(draft -> draft.maxLength = OptionalInt.of(tokens));
    }

    /**
     * Lets an existing output directory give way, once the new one is whole.
     *
     * @return a new pipeline
     */
    public Pipeline overwrite() {
        return with(draft -> draft.overwrite = true);
    }

    /**
     * Sets how many threads quantize. Without it: all processors.
     *
     * @param count at least 1
     * @return a new pipeline
     */
    public Pipeline threads(final int count) {
        if (count < 1) {
            throw new InvalidOptionException("threads: expected at least 1, found " + count);
        }
        return with(draft -> draft.threads = OptionalInt.of(count));
    }

    /**
     * Is told how the work goes.
     *
     * @param listener called from the threads that work
     * @return a new pipeline
     */
    public Pipeline progress(final ProgressListener listener) {
        return with(draft -> draft.progress = listener);
    }

    /**
     * Converts. The output appears whole or not at all, even if the process is killed. Interrupting the thread ends
     * the work with a {@link dev.ingot.error.CancelledException}.
     *
     * @param directory to be made; must not exist or be empty unless overwriting was asked for
     * @return the model
     * @throws dev.ingot.error.IngotException of the kind that fits: a malformed or unsupported model, a bad weight, no
     *                                        space, an output that is in the way
     */
    public OnnxModel toOnnx(final Path directory) {
        return new Conversion(settings).run(directory);
    }
}
