package dev.ingot.gguf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code TemplateProcessing} of tokenizer.json: special tokens around one or two texts. */
final class Template {

    /** A token and its id. */
    record Special(String token, int id) {}

    private Template() {}

    static Map<String, Object> of(final Optional<Special> before, final Optional<Special> after) {
        final var specials = new LinkedHashMap<String, Object>();
        List.of(before, after).forEach(one -> one.ifPresent(special -> specials.put(special.token(),
                Map.of("id", special.token(), "ids", List.of(special.id()), "tokens",
                        List.of(special.token())))));
        final var single = sequence("A", 0, before, after);
        final var pair = new ArrayList<Object>(single);
        pair.addAll(sequence("B", 1, before, after));
        final var result = new LinkedHashMap<String, Object>();
        result.put("type", "TemplateProcessing");
        result.put("single", single);
        result.put("pair", pair);
        result.put("special_tokens", specials);
        return result;
    }

    private static List<Object> sequence(final String name, final int type, final Optional<Special> before,
            final Optional<Special> after) {
        final var parts = new ArrayList<Object>();
        before.ifPresent(special -> parts.add(part("SpecialToken", special.token(), type)));
        parts.add(part("Sequence", name, type));
        after.ifPresent(special -> parts.add(part("SpecialToken", special.token(), type)));
        return parts;
    }

    private static Map<String, Object> part(final String kind, final String id, final int type) {
        return Map.of(kind, Map.of("id", id, "type_id", type));
    }
}
