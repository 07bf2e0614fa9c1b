package dev.ingot.foundry;

import dev.ingot.InferenceModel;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.json.JsonStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            final var found = new Found();
            final String text = text(file);
            JsonStream.parse(file, text, found::read);
            JsonStream.requirePortable(file, text);
            return found.name();
        } catch (CharacterCodingException e) {
            return fault("it is not in UTF-8, which readers expect: save it so");
        } catch (ModelFormatException e) {
            return fault("expected " + e.expected() + ", found " + e.found());
        } catch (IOException | StorageException e) {
            return fault(String.valueOf(e.getMessage()));
        }
    }

    /** Windows' own tools may write UTF-16, or UTF-8 with a mark in front; readers take only the second. */
    private static String text(final Path file) throws IOException {
        final String text = Files.readString(file);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** What the members say; read to the end of the file, since readers drop one that is broken anywhere. */
    private static final class Found {

        private boolean present;
        private boolean isNull;
        private @Nullable Object value;
        private String nearly = "";

        void read(final JsonStream stream) throws IOException {
            stream.members(key -> {
                if (key.equals(InferenceModel.NAME)) {
                    present = true;
                    isNull = stream.isNull();
                    value = stream.scalar();
                } else if (key.equalsIgnoreCase(InferenceModel.NAME)) {
                    nearly = key;
                }
            });
        }

        DeclaredName name() {
            if (value instanceof String name && !name.isEmpty()) {
                return new DeclaredName(Optional.of(ModelId.declared(name)), "");
            }
            if (value instanceof String) {
                return fault("Name is an empty string");
            }
            if (present && !isNull) {
                return fault("Name is not a string but " + (value == null ? "an object or a list" : value));
            }
            return fault(nearly.isEmpty()
                    ? "it has no Name"
                    : "the key is written \"" + nearly + "\", readers look for \"Name\"");
        }
    }

    private static DeclaredName fault(final String text) {
        return new DeclaredName(Optional.empty(), text);
    }
}
