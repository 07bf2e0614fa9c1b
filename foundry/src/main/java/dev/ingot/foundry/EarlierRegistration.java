package dev.ingot.foundry;

import dev.ingot.InferenceModel;
import dev.ingot.Registration;
import dev.ingot.error.ModelFormatException;
import dev.ingot.io.AtomicFile;
import dev.ingot.json.JsonFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What inference_model.json said of a model that is registered once more where it lies. What the new registration does not set
 * stays, as people and other tools have written it.
 *
 * @param said by key; empty where there was no file, or none that can be read
 */
record EarlierRegistration(Map<String, @Nullable Object> said) {

    /** Reads the file of a model, if it has one. */
    static EarlierRegistration in(final Path directory) {
        final Path file = directory.resolve(InferenceModel.FILE);
        if (!Files.isRegularFile(file)) {
            return new EarlierRegistration(Map.of());
        }
        try {
            return new EarlierRegistration(JsonFiles.read(file).asMap());
        } catch (ModelFormatException e) {
            System.getLogger(EarlierRegistration.class.getName()).log(System.Logger.Level.WARNING,
                    "nothing is kept of what the model''s registration said: {0}", e.getMessage());
            return new EarlierRegistration(Map.of());
        }
    }

    /**
     * Writes the new file, as a whole.
     *
     * @param model        what the new one says by itself
     * @param registration what of that was asked for
     * @param file         where
     */
    void write(final InferenceModel model, final Registration registration, final Path file) {
        final var json = new LinkedHashMap<String, @Nullable Object>(
                JsonFiles.parse(file, model.toJson().getBytes(StandardCharsets.UTF_8)).asMap());
        final boolean described = registration.description().isPresent();
        if (!described && said.get(InferenceModel.DESCRIPTION) instanceof String text) {
            json.put(InferenceModel.DESCRIPTION, text);
        }
        if (registration.version().isEmpty() && said.get(InferenceModel.VERSION) instanceof String text
                && isFreeText(text)) {
            json.put(InferenceModel.VERSION, text);
        }
        if (json.get(InferenceModel.TEMPLATE) == null) {
            json.put(InferenceModel.TEMPLATE, said.get(InferenceModel.TEMPLATE));
        }
        json.put(InferenceModel.CONFIG, merged(json.get(InferenceModel.CONFIG)));
        said.forEach(json::putIfAbsent);
        AtomicFile.write(file, JsonFiles.pretty(json, 2));
    }

    /** A whole number is part of the model's id, which the new registration gives. */
    private static boolean isFreeText(final String version) {
        return !version.isBlank() && !version.chars().allMatch(Character::isDigit);
    }

    private Map<Object, @Nullable Object> merged(final @Nullable Object wanted) {
        final var values = new LinkedHashMap<Object, @Nullable Object>();
        if (said.get(InferenceModel.CONFIG) instanceof Map<?, ?> earlier) {
            values.putAll(earlier);
        }
        if (wanted instanceof Map<?, ?> now) {
            values.putAll(now);
        }
        return values;
    }
}
