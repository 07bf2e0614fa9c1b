package dev.ingot.olive;

import dev.ingot.CalibrationTexts;
import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A run file of Olive, read and checked. Relative paths in it are relative to the working directory, as in Olive.
 *
 * @param model      where the model lies
 * @param onnx       whether it is an ONNX model already
 * @param adapter    to merge
 * @param precision  in which formats matrices are stored
 * @param maxLength  most tokens of prompt and answer together
 * @param output     where to write
 * @param cache      where finished conversions are kept
 * @param cleanCache whether what is kept there for this run is made anew
 * @param logLevel   0 everything, 1 information, 2 warnings, 3 errors, 4 critical
 * @param notes      what a reader of the log should know
 */
public record OliveRun(Path model, boolean onnx, Optional<Path> adapter, Precision precision,
        OptionalInt maxLength, Optional<Path> output, Optional<Path> cache, boolean cleanCache,
        OptionalInt logLevel, List<String> notes) {

    private static final Set<String> IGNORED = Set.of("evaluators", "evaluator", "evaluate_input_model",
            "plot_pareto_frontier", "log_to_file", "no_artifacts", "workflow_id",
            "max_concurrent_builds", "ort_log_severity_level", "ort_py_log_severity_level");

    /** They may stand at the top or in "engine". */
    private static final List<String> ENGINE = List.of("host", "target", "cache_dir", "output_dir",
            "clean_cache", "log_severity_level", "search_strategy");

    /** Copies the list. */
    public OliveRun {
        notes = List.copyOf(notes);
    }

    /**
     * Reads a run file.
     *
     * @param file JSON
     * @return what it asks for
     * @throws dev.ingot.error.ModelFormatException      if a key or value is unknown or contradicts another; names it and
     *                                                   what is supported
     * @throws dev.ingot.error.UnsupportedModelException if it asks for another device or an unsupported precision
     * @throws InvalidOptionException                    if it has a calibrated pass
     */
    public static OliveRun read(final Path file) {
        return read(file, text -> {
            throw new InvalidOptionException(file + ": a calibrated pass runs the model: expected"
                    + " CalibrationTexts, such as Calibrations::of, beside the file, found none");
        });
    }

    /**
     * Reads a run file that may have calibrated passes: {@code Gptq}, {@code GptqQuantizer}, {@code AutoAWQQuantizer}.
     *
     * @param file  JSON
     * @param texts makes the calibration of such a pass, {@code Calibrations::of} of {@code dev.ingot.quality}
     * @return what it asks for
     * @throws dev.ingot.error.ModelFormatException      if a key or value is unknown or contradicts another; names it and
     *                                                   what is supported
     * @throws dev.ingot.error.UnsupportedModelException if it asks for another device or an unsupported precision
     */
    public static OliveRun read(final Path file, final CalibrationTexts texts) {
        if (file.toString().toLowerCase(Locale.ROOT).matches(".*\\.ya?ml")) {
            throw new InvalidOptionException(file + ": expected a run file in JSON, found YAML");
        }
        return new Reader(JsonFiles.read(file), texts).run();
    }

    /**
     * Returns the pipeline.
     *
     * @return ready for {@link Pipeline#toOnnx()}
     */
    public Pipeline pipeline() {
        Pipeline pipeline = (onnx ? Pipeline.fromOnnx(model) : Pipeline.from(model)).quantize(precision);
        pipeline = adapter.map(pipeline::adapter).orElse(pipeline);
        pipeline = maxLength.isPresent() ? pipeline.maxLength(maxLength.getAsInt()) : pipeline;
        pipeline = output.map(pipeline::output).orElse(pipeline);
        pipeline = cache.map(pipeline::conversionCache).orElse(pipeline);
        return cleanCache ? pipeline.renewing() : pipeline;
    }

    /** Walks through one file. */
    private static final class Reader {

        private final JsonObject root;
        private final List<JsonObject> places;
        private final Notes notes = new Notes();
        private final CalibrationTexts texts;

        Reader(final JsonObject root, final CalibrationTexts texts) {
            this.root = root;
            this.texts = texts;
            this.places = Stream.concat(Stream.of(root), root.object("engine").stream()).toList();
        }

        OliveRun run() {
            notes.check(root,
                    Stream.concat(Stream.of("input_model", "systems", "passes", "engine", "data_configs"),
                            ENGINE.stream()).toList(),
                    IGNORED);
            root.object("engine").ifPresent(engine -> notes.check(engine, ENGINE, IGNORED));
            final var systems = new Systems(root, notes);
            places.forEach(place -> {
                systems.checkReference(place, "host");
                systems.checkReference(place, "target");
                checkNoSearch(place);
            });
            final var input = InputModel.read(root, notes);
            final var recipe = new Passes(root, systems, notes, texts).recipe(input);
            final Precision precision = recipe.precision()
                    .orElseThrow(() -> root.missing("passes", "a pass that makes the model, "
                            + (input.onnx() ? "OnnxBlockWiseRtnQuantization" : "ModelBuilder")));
            return new OliveRun(input.path(), input.onnx(), recipe.adapter(), precision,
                    recipe.maxLength(), text("output_dir").map(Path::of), text("cache_dir").map(Path::of),
                    places.stream().anyMatch(place -> place.bool("clean_cache").orElse(false)), logLevel(),
                    notes.lines());
        }

        private static void checkNoSearch(final JsonObject place) {
            if (place.has("search_strategy") && !Boolean.FALSE.equals(place.raw("search_strategy"))) {
                throw place.wrong("search_strategy", "false, since Ingot does what the passes say",
                        place.raw("search_strategy"));
            }
        }

        private Optional<String> text(final String key) {
            return places.stream().flatMap(place -> place.string(key).stream()).findFirst();
        }

        private OptionalInt logLevel() {
            final String key = "log_severity_level";
            for (final JsonObject place : places) {
                final OptionalInt level = place.integer(key);
                if (level.isPresent() && (level.getAsInt() < 0 || level.getAsInt() > 4)) {
                    throw place.wrong(key, "an integer from 0 to 4", level.getAsInt());
                }
                if (level.isPresent()) {
                    return level;
                }
            }
            return OptionalInt.empty();
        }
    }
}
