package dev.ingot.foundry.service.openai.request;

import dev.ingot.error.ModelFormatException;
import dev.ingot.json.JsonFiles;
import java.nio.file.Path;
import java.util.Map;

/** JSON within strings. */
final class JsonTexts {

    private JsonTexts() {}

    /** Tells whether a text is one JSON object. */
    static boolean isObject(final String text) {
        try {
            return JsonFiles.parseValue(Path.of("text"), text) instanceof Map<?, ?>;
        } catch (ModelFormatException _) {
            return false;
        }
    }
}
