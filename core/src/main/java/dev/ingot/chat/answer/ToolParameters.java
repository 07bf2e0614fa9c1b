package dev.ingot.chat.answer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the parameters of tools are, for formats that write values as bare text. Immutable. */
final class ToolParameters {

    private static final Set<ValueKind> TEXT = Set.of(ValueKind.TEXT);

    private final Map<String, SchemaKinds> schemas = new HashMap<>(); // by tool

    /**
     * Takes descriptions of tools.
     *
     * @param tools as chat templates see them: {@code {type, function: {name, parameters}}}, or the inner part alone; what is
     *              neither says nothing
     */
    ToolParameters(final List<?> tools) {
        for (final Object tool : tools) {
            if (tool instanceof Map<?, ?> outer) {
                final Map<?, ?> function = outer.get("function") instanceof Map<?, ?> inner ? inner : outer;
                if (function.get("name") instanceof String name) {
                    schemas.put(name, new SchemaKinds(function.get("parameters")));
                }
            }
        }
    }

    /** Returns the kinds of values of a parameter; of one that no description has, text. */
    Set<ValueKind> kinds(final String tool, final String parameter) {
        return Optional.ofNullable(schemas.get(tool)).flatMap(it -> it.ofParameter(parameter)).orElse(TEXT);
    }

    /** Returns what a bare text stands for: the value of an allowed kind that it spells, else the text. */
    @Nullable
    Object value(final String tool, final String parameter, final String text) {
        return ValueKind.read(text, kinds(tool, parameter));
    }
}
