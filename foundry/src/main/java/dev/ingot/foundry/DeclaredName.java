package dev.ingot.foundry;

import dev.ingot.InferenceModel;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.json.JsonOutline;
import dev.ingot.json.JsonOutline.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one key that every reader takes from inference_model.json: {@code Name}, case-sensitive, a string, not empty. Of a
 * key that comes twice readers take the last.
 *
 * @param id    the id, or empty when readers drop the model
 * @param fault why they drop it, or an empty string
 */
public record DeclaredName(Optional<ModelId> id, String fault) {

    private static final long MAX_BYTES = 16L << 20;

    /**
     * Reads the name; never fails.
     *
     * @param modelDirectory with the file
     * @return the name, or why there is none
     */
    public static DeclaredName of(final Path modelDirectory) {
        final Path file = modelDirectory.resolve(InferenceModel.FILE);
        try {
            if (!Files.isRegularFile(file)) {
                return fault("it is not a file");
            }
            if (Files.size(file) > MAX_BYTES) {
                return fault("it has more than " + (MAX_BYTES >> 20) + " MB");
            }
            return of(JsonOutline.read(file));
        } catch (ModelFormatException e) {
            return fault("expected " + e.expected() + ", found " + e.found());
        } catch (IOException | StorageException e) {
            return fault(String.valueOf(e.getMessage()));
        }
    }

    private static DeclaredName of(final Map<String, Value> members) {
        final @Nullable Value value = members.get(InferenceModel.NAME);
        if (value == null || (value.text().equals("null") && !value.isText())) {
            return fault(members.keySet().stream().filter(InferenceModel.NAME::equalsIgnoreCase)
                    .filter(key -> !key.equals(InferenceModel.NAME)).findFirst()
                    .map(key -> "the key is written \"" + key + "\", readers look for \"Name\"")
                    .orElse("it has no Name"));
        }
        if (!value.isText()) {
            return fault("Name is not a string but " + switch (value.text()) {
                case "{" -> "an object";
                case "[" -> "a list";
                default -> value.text();
            });
        }
        return value.text().isEmpty()
                ? fault("Name is an empty string")
                : new DeclaredName(Optional.of(ModelId.declared(value.text())), "");
    }

    private static DeclaredName fault(final String text) {
        return new DeclaredName(Optional.empty(), text);
    }
}
