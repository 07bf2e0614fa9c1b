package dev.ingot.chat.answer;

import dev.ingot.json.JsonFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A tool that the model wants to be called.
 *
 * @param id        to name it by when its result is given back; the model's own where it wrote one, else nine letters and
 *                  digits, as Mistral's templates demand
 * @param name      of the tool
 * @param arguments a JSON object, on one line
 */
public record ToolCall(String id, String name, String arguments) {

    /** Anybody may have written the name; in messages it stands where files do. */
    private static final Pattern NO_FILE = Pattern.compile("[^\\w.-]");

    /**
     * Returns the arguments as values.
     *
     * @return maps, lists, strings, numbers, booleans and null, by name
     */
    public Map<String, @Nullable Object> argumentValues() {
        return JsonObjects.of(JsonFiles
                .parseValue(Path.of("arguments of " + NO_FILE.matcher(name).replaceAll("_")), arguments));
    }

    /** Returns it as chat templates want to see it in an assistant's message. */
    Map<String, @Nullable Object> forTemplates() {
        final var function = new LinkedHashMap<String, @Nullable Object>();
        function.put("name", name);
        function.put("arguments", argumentValues());
        final var call = new LinkedHashMap<String, @Nullable Object>();
        call.put("id", id);
        call.put("type", "function");
        call.put("function", function);
        return call;
    }
}
