package dev.ingot.foundry.service.openai.request;

import dev.ingot.constrain.Constraint;
import dev.ingot.error.ConstraintException;
import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import dev.ingot.runtime.ToolChoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tools, and which of them are to be called.
 *
 * @param descriptions as chat templates see them; none where no call is allowed
 * @param choice       what is enforced
 */
public record ToolFields(List<Map<String, @Nullable Object>> descriptions, ToolChoice choice) {

    /** Parameters that are read here. */
    public static final Set<String> NAMES = Set.of("tools", "tool_choice", "parallel_tool_calls");

    private static final String TOOLS = "tools";
    private static final String CHOICE = "tool_choice";
    private static final String FUNCTION = "function";
    private static final String PARAMETERS = "parameters";
    private static final String WORDS = "none, auto, required";
    private static final int MOST_TOOLS = 128;

    /** Copies the list. */
    public ToolFields {
        descriptions = List.copyOf(descriptions);
    }

    /**
     * How a request writes tools.
     *
     * @param nested whether a tool's fields are within its {@code function} (chat completions), or beside its type
     */
    public record Reader(boolean nested) {

        /**
         * Reads tools.
         *
         * @param request with {@code tools}, {@code tool_choice}, {@code parallel_tool_calls}
         * @return the tools
         * @throws HttpFailure with status 400 for what is not supported
         */
        public ToolFields read(final JsonObject request) {
            final List<JsonObject> given = request.objects(TOOLS).orElse(List.of());
            if (given.size() > MOST_TOOLS) {
                throw request.wrong(TOOLS, "at most " + MOST_TOOLS + " tools", given);
            }
            final var names = new LinkedHashSet<String>();
            final var descriptions = new ArrayList<Map<String, @Nullable Object>>();
            given.forEach(tool -> descriptions.add(tool(tool, names)));
            final ToolChoice choice = choice(request, names);
            final boolean several = request.bool("parallel_tool_calls").orElse(true);
            final var fields = new ToolFields(none(request) ? List.of() : descriptions,
                    several ? choice : choice.one());
            fields.checkSchemas(given, this);
            return fields;
        }

        private Map<String, @Nullable Object> tool(final JsonObject tool, final Set<String> names) {
            final String type = Values.text(tool, "type");
            if (!type.equals(FUNCTION)) {
                throw HttpFailure.of(400, tool.pathOf("type") + ": tools of the type " + type
                        + " are not supported, only functions are", tool.pathOf("type"), "unsupported_value");
            }
            final JsonObject function = inner(tool);
            final String name = Values.text(function, "name");
            if (!name.matches("[a-zA-Z0-9_.-]{1,64}") || !names.add(name)) {
                throw function.wrong("name", "1 to 64 letters, digits, _, - and ., each name once", name);
            }
            final var inner = new LinkedHashMap<String, @Nullable Object>();
            inner.put("name", name);
            function.string("description").ifPresent(it -> inner.put("description", it));
            inner.put(PARAMETERS, function.object(PARAMETERS).<Object>map(JsonObject::asMap)
                    .orElseGet(() -> Map.of("type", "object", "properties", Map.of())));
            if (Values.flag(function, "strict")) {
                inner.put("strict", true);
            }
            final var outer = new LinkedHashMap<String, @Nullable Object>();
            outer.put("type", FUNCTION);
            outer.put(FUNCTION, inner);
            return outer;
        }

        private JsonObject inner(final JsonObject tool) {
            return nested
                    ? tool.object(FUNCTION).orElseThrow(() -> tool.missing(FUNCTION, "an object with a name"))
                    : tool;
        }

        private ToolChoice choice(final JsonObject request, final Set<String> names) {
            return switch (request.raw(CHOICE)) {
                case null -> ToolChoice.auto();
                case String word -> choice(request, word, names);
                case Map<?, ?> _ -> function(request, request.object(CHOICE).orElseThrow(), names);
                case Object other -> throw request.wrong(CHOICE, WORDS + " or a function", other);
            };
        }

        private static ToolChoice choice(final JsonObject request, final String word,
                final Set<String> names) {
            if (word.equals("auto") || word.equals("none")) {
                return ToolChoice.auto();
            }
            if (!word.equals("required")) {
                throw request.wrong(CHOICE, WORDS + " or a function", word);
            }
            if (names.isEmpty()) {
                throw request.wrong(CHOICE, "tools beside it", word);
            }
            return ToolChoice.required();
        }

        private ToolChoice function(final JsonObject request, final JsonObject choice,
                final Set<String> names) {
            Values.word(choice, "type", List.of(FUNCTION));
            final String name = Values.text(inner(choice), "name");
            if (!names.contains(name)) {
                throw request.wrong(CHOICE, "one of the tools: " + String.join(", ", names), name);
            }
            return ToolChoice.function(name);
        }

        private static boolean none(final JsonObject request) {
            return "none".equals(request.raw(CHOICE));
        }
    }

    /** Schemas that will be enforced have to be such that they can be. */
    private void checkSchemas(final List<JsonObject> given, final Reader reader) {
        for (int i = 0; i < descriptions.size(); i++) {
            if (descriptions.get(i).get(FUNCTION) instanceof Map<?, ?> tool && isEnforced(tool)) {
                try {
                    final Object schema = Objects.requireNonNull(tool.get(PARAMETERS));
                    Constraint.jsonSchema(JsonFiles.compact(schema));
                } catch (ConstraintException e) {
                    final String place = given.get(i)
                            .pathOf(reader.nested() ? FUNCTION + "." + PARAMETERS : PARAMETERS);
                    throw HttpFailure.of(400, place + ": " + e.getMessage(), place, "invalid_value");
                }
            }
        }
    }

    private boolean isEnforced(final Map<?, ?> tool) {
        return Boolean.TRUE.equals(tool.get("strict"))
                || (choice.demanded()
                        && choice.function().map(it -> it.equals(tool.get("name"))).orElse(true));
    }
}
