package dev.ingot;

import dev.ingot.chat.PromptTemplate;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.io.AtomicFile;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The content of inference_model.json, the file that makes a model directory visible to Foundry Local.
 *
 * @param name           {@code name} or {@code name:version}; the only key that every reader reads
 * @param description    free text
 * @param version        free text
 * @param promptTemplate the four strings; empty for a model without a chat template
 * @param defaults       what requests get that say nothing (ModelConfig)
 */
public record InferenceModel(String name, String description, String version,
        Optional<PromptTemplate> promptTemplate, RequestDefaults defaults) {

    /** Name of the file. */
    public static final String FILE = "inference_model.json";

    /** Key of the name. */
    public static final String NAME = "Name";

    /** Key of the prompt template. */
    public static final String TEMPLATE = "PromptTemplate";

    /** Key of the description. */
    public static final String DESCRIPTION = "Description";

    /** Key of the version. */
    public static final String VERSION = "Version";

    /** Key of what requests get that say nothing. */
    public static final String CONFIG = "ModelConfig";

    /**
     * Reads a file, of Ingot or of another tool. Absent keys are empty; a string that a template lacks (older guides
     * show two of the four) wraps nothing around its message; a description or version that is no text is empty; unknown
     * keys are ignored.
     *
     * @param file the file
     * @return its content
     * @throws ModelFormatException if it is not JSON, has no name, or a value has the wrong type
     */
    public static InferenceModel read(final Path file) {
        final JsonObject json = JsonFiles.read(file);
        final String name = json.string(NAME).filter(text -> !text.isEmpty())
                .orElseThrow(() -> json.missing(NAME, "a name"));
        return new InferenceModel(name, text(json, DESCRIPTION), text(json, VERSION),
                json.object(TEMPLATE).map(template -> checked(file, TEMPLATE, () -> template(template))),
                json.object(CONFIG).map(InferenceModel::defaults).orElse(RequestDefaults.NONE));
    }

    /**
     * Reads the file of a model.
     *
     * @param directory of the model
     * @return its content, or empty when the model is not registered
     * @throws ModelFormatException if it is malformed
     */
    public static Optional<InferenceModel> in(final Path directory) {
        return Optional.of(directory.resolve(FILE)).filter(Files::isRegularFile).map(InferenceModel::read);
    }

    /** Whoever reads a file has named no option: what is wrong with its values is the file's fault. */
    private static <T> T checked(final Path file, final String key, final Supplier<T> values) {
        try {
            return values.get();
        } catch (InvalidOptionException e) {
            throw ModelFormatException.at(file, key, -1, "usable values", String.valueOf(e.getMessage()), e);
        }
    }

    private static String text(final JsonObject json, final String key) {
        return switch (json.raw(key)) {
            case String text -> text;
            case Number number -> number.toString();
            case null, default -> ""; // no other reader looks at it: it shall keep nobody from the model
        };
    }

    private static PromptTemplate template(final JsonObject json) {
        return new PromptTemplate(wrapping(json, "system"), wrapping(json, "user"),
                wrapping(json, "assistant"), wrapping(json, "prompt"));
    }

    private static String wrapping(final JsonObject json, final String key) {
        return json.string(key).orElse(PromptTemplate.PLACEHOLDER);
    }

    private static RequestDefaults defaults(final JsonObject json) {
        return checked(json.file(), CONFIG,
                () -> new RequestDefaults(json.integer("max_length"), json.number("temperature"),
                        json.number("top_p"), json.number("repetition_penalty")));
    }

    /**
     * Writes the file as a whole: a reader sees what was there before or the new content.
     *
     * @param file where
     * @throws dev.ingot.error.StorageException if it cannot be written
     */
    public void write(final Path file) {
        AtomicFile.write(file, toJson());
    }

    /**
     * Returns the file's text: keys in fixed order, two spaces per level. PromptTemplate is null when there is none, as
     * Foundry Local writes it; ModelConfig holds only what was said.
     *
     * @return JSON with a final line break
     */
    public String toJson() {
        final var json = new LinkedHashMap<String, @Nullable Object>();
        json.put(NAME, name);
        json.put(DESCRIPTION, description);
        json.put(VERSION, version);
        json.put(TEMPLATE, promptTemplate.map(InferenceModel::toMap).orElse(null));
        final var config = new LinkedHashMap<String, Object>();
        defaults.maxLength().ifPresent(value -> config.put("max_length", value));
        defaults.temperature().ifPresent(value -> config.put("temperature", value));
        defaults.topP().ifPresent(value -> config.put("top_p", value));
        defaults.repetitionPenalty().ifPresent(value -> config.put("repetition_penalty", value));
        json.put(CONFIG, config);
        return JsonFiles.pretty(json, 2);
    }

    private static @Nullable Map<String, Object> toMap(final PromptTemplate strings) {
        final var json = new LinkedHashMap<String, Object>();
        json.put("system", strings.system());
        json.put("user", strings.user());
        json.put("assistant", strings.assistant());
        json.put("prompt", strings.prompt());
        return json;
    }
}
