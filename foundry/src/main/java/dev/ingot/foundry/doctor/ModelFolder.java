package dev.ingot.foundry.doctor;

import dev.ingot.InferenceModel;
import dev.ingot.chat.ChatTemplate;
import dev.ingot.error.IngotException;
import dev.ingot.foundry.ModelId;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.hf.GenerationConfig;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import dev.ingot.json.JsonPlaces;
import dev.ingot.onnx.OnnxPatch;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * What a model's files say, each read at most once. What cannot be read is empty here: the check of that file says why.
 * Not thread-safe.
 */
final class ModelFolder {

    static final String TOKENIZER = "tokenizer.json";
    static final String TOKENIZER_CONFIG = "tokenizer_config.json";
    static final String CONFIG = "config.json";
    static final String GENERATION = GenerationConfig.FILE_NAME;
    static final String GENAI = GenaiConfig.FILE_NAME;
    static final String INFERENCE = InferenceModel.FILE;

    private final Path directory;
    private final Optional<Path> cache;
    private final Map<String, Optional<?>> read = new HashMap<>();

    /** Looks at a directory of a cache, where there is one. */
    ModelFolder(final Path directory, final Optional<Path> cache) {
        this.directory = directory;
        this.cache = cache;
    }

    Path directory() {
        return directory;
    }

    Optional<Path> cache() {
        return cache;
    }

    /** Returns what commands call the model; a word to be replaced where it has no name that they take. */
    String name() {
        return json(INFERENCE).filter(json -> json.raw(InferenceModel.NAME) instanceof String)
                .flatMap(json -> json.string(InferenceModel.NAME)).filter(ModelId::isAllowed).orElse("NAME");
    }

    /** Returns a file of the directory. */
    Path file(final String name) {
        return directory.resolve(name);
    }

    boolean has(final String name) {
        return isFile(name);
    }

    /** Tells whether a name that a file gives is one of the directory; some names no file can have. */
    boolean isFile(final String name) {
        try {
            return Files.isRegularFile(directory.resolve(name));
        } catch (InvalidPathException e) {
            System.getLogger(ModelFolder.class.getName()).log(System.Logger.Level.DEBUG,
                    "no file has this name", e);
            return false;
        }
    }

    /** Returns a JSON file's object. */
    Optional<JsonObject> json(final String name) {
        return once("json " + name, () -> Optional.of(JsonFiles.read(file(name))), name);
    }

    /** Returns the line of a key of a JSON file. */
    OptionalInt line(final String name, final String key) {
        return once("lines " + name, () -> Optional.of(JsonPlaces.of(file(name))), name)
                .map(places -> places.line(key)).orElse(OptionalInt.empty());
    }

    Optional<GenaiConfig> genai() {
        return once("genai", () -> Optional.of(GenaiConfig.read(file(GENAI))), GENAI);
    }

    Optional<GenerationConfig> generation() {
        return once("generation", () -> Optional.of(GenerationConfig.read(file(GENERATION))), "");
    }

    /** Returns the model's own chat template. */
    Optional<ChatTemplate> template() {
        return once("template", () -> ChatTemplate.load(directory), "");
    }

    Optional<TokenizerSummary> tokenizer() {
        return once("tokenizer", () -> Optional.of(TokenizerSummary.read(file(TOKENIZER))), TOKENIZER)
                .filter(tokens -> tokens.largestId() >= 0);
    }

    /** Returns the graph that genai_config.json names. */
    Optional<OnnxPatch> graph() {
        return genai().map(config -> config.decoder().filename()).flatMap(
                name -> once("graph", () -> Optional.of(OnnxPatch.read(file(name))), name));
    }

    /** Returns the model type as transformers calls it. */
    String modelType() {
        return json(CONFIG).filter(config -> config.raw("model_type") instanceof String)
                .flatMap(config -> config.string("model_type"))
                .or(() -> genai().map(GenaiConfig::type)
                        .map(type -> type.equals("gptoss") ? "gpt_oss" : type))
                .orElse("");
    }

    @SuppressWarnings("unchecked")
    private <T> Optional<T> once(final String key, final Supplier<Optional<T>> reading, final String needed) {
        final Optional<?> known = read.get(key);
        if (known != null) {
            return (Optional<T>) known;
        }
        final Optional<T> found = needed.isEmpty() || isFile(needed) ? attempt(reading) : Optional.empty();
        read.put(key, found);
        return found;
    }

    private static <T> Optional<T> attempt(final Supplier<Optional<T>> reading) {
        try {
            return reading.get();
        } catch (IngotException e) {
            System.getLogger(ModelFolder.class.getName()).log(System.Logger.Level.DEBUG,
                    "a check of its own says why", e);
            return Optional.empty();
        }
    }
}
