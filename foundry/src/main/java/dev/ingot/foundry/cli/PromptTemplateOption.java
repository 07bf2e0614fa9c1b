package dev.ingot.foundry.cli;

import dev.ingot.chat.PromptTemplate;
import dev.ingot.chat.PromptTemplates;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the value of {@code --prompt-template}: the name of a preset, or a JSON file with the four strings. */
final class PromptTemplateOption {

    private PromptTemplateOption() {}

    static PromptTemplate parse(final String value) {
        if (value.endsWith(".json") && Files.isRegularFile(Path.of(value))) {
            final JsonObject json = JsonFiles.read(Path.of(value));
            return read(json);
        }
        return PromptTemplates.preset(value);
    }

    private static PromptTemplate read(final JsonObject json) {
        try {
            return new PromptTemplate(text(json, "system"), text(json, "user"), text(json, "assistant"),
                    text(json, "prompt"));
        } catch (InvalidOptionException e) {
            throw ModelFormatException.at(json.file(), null, -1, "a usable template",
                    String.valueOf(e.getMessage()), e);
        }
    }

    private static String text(final JsonObject json, final String key) {
        return json.string(key)
                .orElseThrow(() -> json.missing(key, "a string with " + PromptTemplate.PLACEHOLDER));
    }
}
