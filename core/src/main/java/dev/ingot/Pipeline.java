package dev.ingot;

import dev.ingot.Settings.SourceKind;
import dev.ingot.adapter.AdapterFile;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.olive.OliveRun;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * The way of a model from a Hugging Face directory to a quantized ONNX directory. Every step returns a new pipeline
 * and does nothing yet; {@link #toOnnx} does the work. Immutable and thread-safe.
 */
public final class Pipeline {

    private static final Logger LOG = System.getLogger(Pipeline.class.getName());

    private final Settings settings;

    Pipeline(final Settings settings) {
        this.settings = settings;
    }

    private Pipeline with(final Consumer<Settings.Draft> change) {
        return new Pipeline(settings.with(change));
    }

    /**
     * Begins with a model as Hugging Face stores it: a local directory with config.json, safetensors files and
     * tokenizer.json; or with a GGUF file, whose metadata stand for what does not lie beside it. Nothing is ever
     * downloaded.
     *
     * @param model directory or GGUF file
     * @return a pipeline that would write 32-bit floats
     */
    public static Pipeline from(final Path model) {
        return new Pipeline(Settings.of(model, SourceKind.CHECKPOINT));
    }

    /**
     * Begins with a directory that holds an ONNX language model of 32-bit or 16-bit floats, made by another tool. What
     * multiplies with constant weights is quantized; everything else of the graph stays as it is.
     *
     * @param directory with a graph, its data files and a tokenizer
     * @return a pipeline that needs {@link #quantize}
     */
    public static Pipeline fromOnnx(final Path directory) {
        return new Pipeline(Settings.of(directory, SourceKind.ONNX));
    }

    /**
     * Begins with a run file of Olive, the JSON that {@code olive run --config} takes. What it says and Ingot cannot do
     * is an error; what Ingot does differently is logged.
     *
     * @param file the run file
     * @return a pipeline whose output is what the file says: see {@link #toOnnx()}
     * @throws dev.ingot.error.IngotException if a key or value is not supported; names it
     */
    public static Pipeline fromOlive(final Path file) {
        return fromOlive(file, OliveRun.read(file));
    }

    /**
     * Begins with a run file of Olive that may have passes for GPTQ and AWQ.
     *
     * @param file  the run file
     * @param texts makes the calibration of such a pass: {@code Calibrations::of} of {@code dev.ingot.quality}
     * @return a pipeline whose output is what the file says: see {@link #toOnnx()}
     * @throws dev.ingot.error.IngotException if a key or value is not supported; names it
     */
    public static Pipeline fromOlive(final Path file, final CalibrationTexts texts) {
        return fromOlive(file, OliveRun.read(file, texts));
    }

    private static Pipeline fromOlive(final Path file, final OliveRun run) {
        run.notes().forEach(note -> LOG.log(Level.INFO, "{0}: {1}", file, note));
        return run.pipeline();
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
     * Keeps a LoRA adapter (PEFT) beside the model, to be switched on and off while the model runs. Every matrix that one
     * of these adapters changes gets inputs for a low-rank product; the adapter itself is written as
     * {@code <name>.onnx_adapter}. Can be called for several adapters.
     *
     * @param name      by which the adapter is asked for: letters, digits, {@code .}, {@code -} and {@code _}
     * @param directory with adapter_config.json and adapter_model.safetensors
     * @return a new pipeline
     * @throws InvalidOptionException if the name is none or taken
     */
    public Pipeline switchableAdapter(final String name, final Path directory) {
        final var adapters = new LinkedHashMap<>(settings.switchable());
        if (!AdapterFile.isName(name) || adapters.put(name, directory) != null) {
            throw new InvalidOptionException(
                    "adapter name: expected letters, digits, '.', '-' and '_', and every"
                            + " name once, found \"" + name + "\"");
        }
        return with(draft -> draft.switchable = adapters);
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
     * Sets where {@link #toOnnx()} writes.
     *
     * @param directory to be made
     * @return a new pipeline
     */
    public Pipeline output(final Path directory) {
        return with(draft -> draft.output = Optional.of(directory));
    }

    /**
     * Keeps finished conversions, and takes one from there when nothing has changed: neither a byte of the source nor an
     * option nor the version of Ingot. The files of the output are then links to those that are kept, where the file
     * system has links. A kept conversion that is damaged is made anew.
     *
     * @param directory where they are kept; made if it is not there
     * @return a new pipeline
     */
    public Pipeline conversionCache(final Path directory) {
        return with(draft -> draft.cache = Optional.of(directory));
    }

    /**
     * Passes over a kept conversion and keeps the new one in its place. Without {@link #conversionCache} it changes nothing.
     *
     * @return a new pipeline
     */
    public Pipeline renewing() {
        return with(draft -> draft.renew = true);
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
     * Has the model judged before it is published. What the gate refuses is discarded: the output directory does not
     * appear, one that was to give way stays, and nothing can be registered.
     *
     * @param gate the judge, for example a {@code dev.ingot.quality.QualityGate}
     * @return a new pipeline
     */
    public Pipeline gate(final ModelGate gate) {
        return with(draft -> draft.gate = Optional.of(gate));
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
     *                                        space, an output that is in the way, a gate that refuses
     */
    public OnnxModel toOnnx(final Path directory) {
        return new Conversion(settings).run(directory);
    }

    /**
     * Converts into the directory that {@link #output} or the run file says.
     *
     * @return the model
     * @throws dev.ingot.error.IngotException as {@link #toOnnx(Path)} does, or if nobody says where to write
     */
    public OnnxModel toOnnx() {
        return toOnnx(settings.output().orElseThrow(() -> new InvalidOptionException(
                "output: expected a directory, found none (output_dir in a run file)")));
    }

    /**
     * Reads and checks everything that {@link #toOnnx} would, and says what it would do. Writes nothing, and reads no
     * weight unless a mixture goes by them.
     *
     * @return sizes to the byte, memory and time as estimates
     * @throws dev.ingot.error.IngotException if the model is malformed or not supported
     */
    public ConversionPlan plan() {
        return new Conversion(settings).plan();
    }
}
