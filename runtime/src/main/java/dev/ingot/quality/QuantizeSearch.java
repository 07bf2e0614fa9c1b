package dev.ingot.quality;

import dev.ingot.Calibration;
import dev.ingot.OnnxModel;
import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.PrecisionSpec;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.runtime.GeneratorOptions;
import dev.ingot.runtime.Tokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tries precisions on a model, one after the other, and tells which are worth choosing from. Every variant is removed
 * once it is measured, unless {@link #keep} is asked for, so that the disk holds the float export and one variant.
 * Immutable and thread-safe.
 *
 * <pre>{@code
 * SearchReport report = QuantizeSearch.of(hfDir, text).tryAll(QuantizeSearch.GRID).run();
 * }</pre>
 */
public final class QuantizeSearch {

    /** A small grid: bits, block size, symmetry, head and algorithms; words of {@link PrecisionSpec}. */
    public static final List<String> GRID = List.of("int4:b32", "int4:b128", "int4:b32:sym", "int4:b32:h4",
            "int4:b32:rtn", "int4:b32:k_quant", "int4:b128:k_quant", "int4:b32:hqq", "int4:b32:gptq",
            "int4:b128:gptq", "int4:b32:awq", "int8:b32", "int8:b128");

    private static final int SPEED_TOKENS = 48;
    private static final int ROUNDS = 5;

    private final QualitySettings settings;
    private final Map<String, Precision> precisions;
    private final int rounds;
    private final boolean keep;

    private QuantizeSearch(final QualitySettings settings, final Map<String, Precision> precisions,
            final int rounds, final boolean keep) {
        this.settings = settings;
        this.precisions = Collections.unmodifiableMap(new LinkedHashMap<>(precisions));
        this.rounds = rounds;
        this.keep = keep;
    }

    /**
     * Begins with a model and the text that decides.
     *
     * @param checkpoint Hugging Face directory or GGUF file
     * @param text       of what the model is used for, and not seen in training
     * @return a search of nothing
     */
    public static QuantizeSearch of(final Path checkpoint, final String text) {
        return new QuantizeSearch(
                QualitySettings.of(checkpoint).with(draft -> draft.text = Optional.of(text)), Map.of(),
                ROUNDS, false);
    }

    /**
     * Adds a precision.
     *
     * @param name      what it is called in the report
     * @param precision of any kind
     * @return a new search
     * @throws InvalidOptionException if the name is taken
     */
    public QuantizeSearch tryOne(final String name, final Precision precision) {
        final var all = new LinkedHashMap<>(precisions);
        if (all.put(name, precision) != null) {
            throw new InvalidOptionException(
                    "precision " + name + ": expected every one once, found it twice");
        }
        return new QuantizeSearch(settings, all, rounds, keep);
    }

    /**
     * Adds precisions by their words; calibrated ones are shown what the model itself says.
     *
     * @param specs words of {@link PrecisionSpec}, such as {@link #GRID}
     * @return a new search
     * @throws InvalidOptionException if one means nothing, or comes twice
     */
    public QuantizeSearch tryAll(final List<String> specs) {
        return tryAll(specs, Calibrations.selfGenerated());
    }

    /**
     * Adds precisions by their words.
     *
     * @param specs       words of {@link PrecisionSpec}, such as {@link #GRID}, and {@code gptq} and {@code awq}
     * @param calibration what calibrated ones are shown; not the text that decides
     * @return a new search
     * @throws InvalidOptionException if one means nothing, or comes twice
     */
    public QuantizeSearch tryAll(final List<String> specs, final Calibration calibration) {
        final var methods = Calibrations.methods(new RememberedText(calibration));
        QuantizeSearch search = this;
        for (final String spec : specs) {
            search = search.tryOne(spec, PrecisionSpec.parse(spec, methods));
        }
        return search;
    }

    /**
     * Sets in which directory the models lie. Without it: the system's directory for temporary files.
     *
     * @param directory made if it is not there
     * @return a new search
     */
    public QuantizeSearch work(final Path directory) {
        return new QuantizeSearch(settings.with(draft -> draft.work = Optional.of(directory)), precisions,
                rounds, keep);
    }

    /**
     * Leaves the variants in the directory that {@link #work} says, each under the name of its precision with dashes for
     * colons.
     *
     * @return a new search
     */
    public QuantizeSearch keep() {
        return new QuantizeSearch(settings, precisions, rounds, true);
    }

    /**
     * Sets how often speed is measured. Without it: 5 times.
     *
     * @param count at least 1
     * @return a new search
     */
    public QuantizeSearch rounds(final int count) {
        if (count < 1) {
            throw new InvalidOptionException("rounds: expected at least 1, found " + count);
        }
        return new QuantizeSearch(settings, precisions, count, keep);
    }

    /**
     * Is told how the work goes.
     *
     * @param listener called from the thread that searches
     * @return a new search
     */
    public QuantizeSearch listener(final QualityListener listener) {
        return new QuantizeSearch(settings.with(draft -> draft.listener = listener), precisions, rounds,
                keep);
    }

    /**
     * Searches.
     *
     * @return what was found
     * @throws InvalidOptionException             if there is nothing to try, or the text is too short
     * @throws dev.ingot.error.IngotException     if the model cannot be converted or run
     * @throws dev.ingot.error.CancelledException if the thread is interrupted
     */
    public SearchReport run() {
        if (precisions.isEmpty() || (keep && settings.work().isEmpty())) {
            throw new InvalidOptionException(precisions.isEmpty()
                    ? "precisions: expected at least one to try, found none"
                    : "keep: expected a directory to keep the variants in, found none");
        }
        if (precisions.keySet().stream().map(QuantizeSearch::fileName).distinct().count() < precisions
                .size()) {
            throw new InvalidOptionException(
                    "precisions: expected names that differ in letters, digits, '.', '_'"
                            + " or '-', found " + precisions.keySet());
        }
        if (Files.exists(settings.source().resolve("tokenizer.json"))) {
            speedTokens(settings.source()); // Converting takes long: a text that is too short is refused before.
        }
        final Path own = FloatRun.directory(settings.work());
        try (var floats = FloatRun.export(Pipeline.from(settings.source()), Optional.of(own))) {
            return search(floats.model(), keep ? settings.work().orElseThrow() : own);
        } finally {
            FloatRun.delete(own);
        }
    }

    private SearchReport search(final OnnxModel floats, final Path directory) {
        final int[] tokens = speedTokens(floats.directory());
        final var points = new ArrayList<SearchPoint>();
        final var floatSpeeds = new ArrayList<Double>();
        Optional<TextScore> reference = Optional.empty();
        for (final Map.Entry<String, Precision> it : precisions.entrySet()) {
            settings.listener().onProgress(it.getKey(), points.size(), precisions.size());
            final OnnxModel variant = Pipeline.from(settings.source()).quantize(it.getValue()).overwrite()
                    .toOnnx(directory.resolve(fileName(it.getKey())));
            final var scores = TextComparison.of(settings.source(), floats, List.of(variant), settings,
                    settings.text().orElseThrow());
            final var speed = DecodeSpeed.of(floats, variant, tokens, rounds, GeneratorOptions.DEFAULT);
            reference = Optional.of(scores.reference());
            floatSpeeds.add(speed.floats());
            points.add(new SearchPoint(it.getKey(), DirectorySize.of(variant.directory()),
                    scores.variants().getFirst(), speed.tokensPerSecond(), speed.speedup(), false));
            if (!keep) {
                FloatRun.delete(variant.directory());
            }
        }
        return new SearchReport(String.valueOf(settings.source().toAbsolutePath().normalize().getFileName()),
                DirectorySize.of(floats.directory()), reference.orElseThrow(),
                floatSpeeds.stream().sorted().skip(floatSpeeds.size() / 2).findFirst().orElseThrow(), points);
    }

    private static String fileName(final String precision) {
        return precision.replaceAll("[^A-Za-z0-9._-]", "-");
    }

    private int[] speedTokens(final Path model) {
        try (var tokenizer = Tokenizer.open(model)) {
            final int[] tokens = tokenizer.encodeRendered(settings.text().orElseThrow());
            TextComparison.checkLength(tokens);
            return Arrays.copyOf(tokens, Math.min(tokens.length, SPEED_TOKENS));
        }
    }
}
