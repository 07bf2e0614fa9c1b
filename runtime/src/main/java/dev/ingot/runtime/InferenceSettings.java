package dev.ingot.runtime;

import dev.ingot.RequestDefaults;
import dev.ingot.chat.PromptTemplate;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a model's inference_model.json, written when it was registered, says about running it.
 *
 * @param defaults ModelConfig: what requests get that say nothing
 * @param template PromptTemplate: stands in for a chat template where the model has none
 */
record InferenceSettings(RequestDefaults defaults, Optional<PromptTemplate> template) {

    private static final String FILE = "inference_model.json";

    /** Reads the file beside a model; a model that is not registered has none, and nothing is set. */
    static InferenceSettings of(final Path directory) {
        final Path file = directory.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return new InferenceSettings(RequestDefaults.NONE, Optional.empty());
        }
        final JsonObject root = JsonFiles.read(file);
        try {
            return new InferenceSettings(
                    root.object("ModelConfig").map(InferenceSettings::defaults).orElse(RequestDefaults.NONE),
                    root.object("PromptTemplate").map(InferenceSettings::template));
        } catch (InvalidOptionException e) {
            throw ModelFormatException.at(file, "ModelConfig or PromptTemplate", -1, "values in their ranges",
                    String.valueOf(e.getMessage()), e);
        }
    }

    private static RequestDefaults defaults(final JsonObject config) {
        return new RequestDefaults(config.integer("max_length"), config.number("temperature"),
                config.number("top_p"), config.number("repetition_penalty"));
    }

    /** A file with the two keys of the short form wraps nothing around system and user messages. */
    private static PromptTemplate template(final JsonObject strings) {
        return new PromptTemplate(text(strings, "system"), text(strings, "user"), text(strings, "assistant"),
                text(strings, "prompt"));
    }

    private static String text(final JsonObject strings, final String key) {
        return strings.string(key).orElse(PromptTemplate.PLACEHOLDER);
    }
}
