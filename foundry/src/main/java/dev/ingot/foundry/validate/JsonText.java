package dev.ingot.foundry.validate;

import dev.ingot.json.JsonFiles;
import org.jspecify.annotations.Nullable;

/** JSON values as they are shown. */
final class JsonText {

    private JsonText() {}

    static String of(final @Nullable Object value) {
        return value == null ? "null" : JsonFiles.compact(value);
    }
}
