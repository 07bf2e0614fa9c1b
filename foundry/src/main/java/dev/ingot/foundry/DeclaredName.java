package dev.ingot.foundry;

import dev.ingot.InferenceModel;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one key that every reader takes from inference_model.json: {@code Name}, case-sensitive, a string, not empty.
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
            return of(JsonFiles.read(file));
        } catch (ModelFormatException e) {
            return fault("expected " + e.expected() + ", found " + e.found());
        } catch (IOException | StorageException e) {
            return fault(String.valueOf(e.getMessage()));
        }
    }

    private static DeclaredName of(final JsonObject json) {
        final @Nullable Object value = json.raw(InferenceModel.NAME);
        if (value instanceof String name && !name.isEmpty()) {
            return new DeclaredName(Optional.of(ModelId.declared(name)), "");
        }
        if (value instanceof String) {
            return fault("Name is an empty string");
        }
        if (value != null) {
            return fault("Name is not a string but " + value);
        }
        return json.keys().stream().filter(InferenceModel.NAME::equalsIgnoreCase)
                .filter(key -> !key.equals(InferenceModel.NAME)).findFirst()
                .map(key -> fault("the key is written \"" + key + "\", readers look for \"Name\""))
                .orElseGet(() -> fault("it has no Name"));
    }

    private static DeclaredName fault(final String text) {
        return new DeclaredName(Optional.empty(), text);
    }
}
