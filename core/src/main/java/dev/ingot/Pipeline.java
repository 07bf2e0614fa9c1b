package dev.ingot;

import dev.ingot.error.InvalidOptionException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The way of a model from a Hugging Face directory to a quantized ONNX directory. Every step returns a new pipeline
 * and does nothing yet; {@link #toOnnx} does the work. Immutable and thread-safe.
 */
public final class Pipeline {

    private final Settings settings;

    private Pipeline(final Settings settings) {
        this.settings = settings;
    }

    /**
     * What the steps have gathered.
     *
     * @param source    Hugging Face directory
     * @param adapter   PEFT directory to merge
     * @param precision in which formats matrices are stored
     * @param name      of the model
     * @param maxLength most tokens of prompt and answer together
     * @param overwrite whether an existing output gives way
     * @param threads   that quantize
     * @param progress  is told how it goes
     */
    record Settings(Path source, Optional<Path> adapter, Precision precision, Optional<String> name,
            OptionalInt maxLength, boolean overwrite, OptionalInt threads, ProgressListener progress) {}

    /**
     * Begins with a model as Hugging Face stores it: config.json, safetensors files and tokenizer.json. The model is
     * a local directory; nothing is ever downloaded.
     *
     * @param directory of the model
     * @return a pipeline that would write 32-bit floats
     */
    public static Pipeline from(final Path directory) {
        return new Pipeline(new Settings(directory, Optional.empty(), Precision.FP32, Optional.empty(),
                OptionalInt.empty(), false, OptionalInt.empty(), ProgressListener.NONE));
    }

    /**
     * Merges a LoRA adapter (PEFT) into the weights before they are quantized.
     *
     * @param directory with adapter_config.json and adapter_model.safetensors
     * @return a new pipeline
     */
    public Pipeline adapter(final Path directory) {
        return new Pipeline(
                new Settings(settings.source, Optional.of(directory), settings.precision, settings.name,
                        settings.maxLength, settings.overwrite, settings.threads, settings.progress));
    }

    /**
     * Sets in which formats matrices are stored.
     *
     * @param precision for example {@link Precision#INT4}
     * @return a new pipeline
     */
    public Pipeline quantize(final Precision precision) {
        return new Pipeline(new Settings(settings.source, settings.adapter, precision, settings.name,
                settings.maxLength, settings.overwrite, settings.threads, settings.progress));
    }

    /**
     * Sets the model's name; without it the output directory's name is taken.
     *
     * @param name of the model
     * @return a new pipeline
     */
    public Pipeline name(final String name) {
        return new Pipeline(
                new Settings(settings.source, settings.adapter, settings.precision, Optional.of(name),
                        settings.maxLength, settings.overwrite, settings.threads, settings.progress));
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
        return new Pipeline(new Settings(settings.source, settings.adapter, settings.precision, settings.name,
                OptionalInt.of(tokens), settings.overwrite, settings.threads, settings.progress));
    }

    /**
     * Lets an existing output directory give way, once the new one is whole.
     *
     * @return a new pipeline
     */
    public Pipeline overwrite() {
        return new Pipeline(new Settings(settings.source, settings.adapter, settings.precision, settings.name,
                settings.maxLength, true, settings.threads, settings.progress));
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
        return new Pipeline(new Settings(settings.source, settings.adapter, settings.precision, settings.name,
                settings.maxLength, settings.overwrite, OptionalInt.of(count), settings.progress));
    }

    /**
     * Is told how the work goes.
     *
     * @param listener called from the threads that work
     * @return a new pipeline
     */
    public Pipeline progress(final ProgressListener listener) {
        return new Pipeline(new Settings(settings.source, settings.adapter, settings.precision, settings.name,
                settings.maxLength, settings.overwrite, settings.threads, listener));
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
