package dev.ingot.constrain;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A second, plain reading of JSON schemas: says which values they accept. Knows the words that {@link RandomSchema} uses. */
final class MiniSchema {

    private final Map<?, ?> root;

    MiniSchema(final Map<?, ?> root) {
        this.root = root;
    }

    boolean accepts(final @Nullable Object value) {
        return accepts(root, value);
    }

    private boolean accepts(final Map<?, ?> schema, final @Nullable Object value) {
        if (schema.get("$ref") instanceof String ref) {
            Object at = root;
            for (final String part : ref.substring(2).split("/", -1)) {
                at = Objects.requireNonNull(((Map<?, ?>) at).get(part));
            }
            return accepts((Map<?, ?>) at, value);
        }
        if (schema.get("anyOf") instanceof List<?> parts) {
            return parts.stream().anyMatch(it -> accepts((Map<?, ?>) it, value));
        }
        if (schema.get("enum") instanceof List<?> values) {
            return values.stream().anyMatch(it -> it.equals(value));
        }
        return switch (String.valueOf(schema.get("type"))) {
            case "object" -> value instanceof Map<?, ?> map && object(schema, map);
            case "array" -> value instanceof List<?> list && size(schema, "minItems", "maxItems", list.size())
                    && list.stream().allMatch(it -> accepts(part(schema, "items"), it));
            case "string" -> value instanceof String text && string(schema, text);
            case "integer" ->
                value instanceof Number number && !(value instanceof Double) && range(schema, number);
            case "number" -> value instanceof Number number && range(schema, number);
            case "boolean" -> value instanceof Boolean;
            default -> value == null;
        };
    }

    private static Map<?, ?> part(final Map<?, ?> schema, final String key) {
        return (Map<?, ?>) Objects.requireNonNull(schema.get(key));
    }

    private boolean object(final Map<?, ?> schema, final Map<?, ?> value) {
        final var properties = part(schema, "properties");
        final var extra = schema.get("additionalProperties");
        return value.keySet().containsAll((List<?>) Objects.requireNonNull(schema.get("required")))
                && value.entrySet().stream().allMatch(it -> properties.containsKey(it.getKey())
                        ? accepts((Map<?, ?>) properties.get(it.getKey()), it.getValue())
                        : extra instanceof Map<?, ?> others && accepts(others, it.getValue()));
    }

    private static boolean string(final Map<?, ?> schema, final String text) {
        final boolean sized = size(schema, "minLength", "maxLength", text.codePointCount(0, text.length()));
        return sized && (!(schema.get("pattern") instanceof String pattern)
                || Pattern.compile(pattern).matcher(text).find());
    }

    private static boolean size(final Map<?, ?> schema, final String min, final String max, final int size) {
        return size >= (schema.get(min) instanceof Integer least ? least : 0)
                && size <= (schema.get(max) instanceof Integer most ? most : Integer.MAX_VALUE);
    }

    private static boolean range(final Map<?, ?> schema, final Number number) {
        final var value = new BigDecimal(number.toString());
        return compare(schema, "minimum", value) >= 0 && compare(schema, "maximum", value) <= 0
                && (!schema.containsKey("exclusiveMinimum") || compare(schema, "exclusiveMinimum", value) > 0)
                && (!schema.containsKey("exclusiveMaximum") || compare(schema, "exclusiveMaximum", value) < 0)
                && (!(schema.get("multipleOf") instanceof Integer step)
                        || value.remainder(BigDecimal.valueOf(step)).signum() == 0);
    }

    private static int compare(final Map<?, ?> schema, final String key, final BigDecimal value) {
        final Object limit = schema.get(key);
        return limit == null ? 0 : value.compareTo(new BigDecimal(limit.toString()));
    }

    /** Makes a value that a schema accepts, with members in the order of the schema; null-valued Optional is not needed. */
    @Nullable
    Object sample(final SplittableRandom random) {
        return sample(root, random, 0);
    }

    private @Nullable Object sample(final Map<?, ?> schema, final SplittableRandom random, final int depth) {
        if (schema.get("$ref") instanceof String ref) {
            Object at = root;
            for (final String part : ref.substring(2).split("/", -1)) {
                at = Objects.requireNonNull(((Map<?, ?>) at).get(part));
            }
            return sample((Map<?, ?>) at, random, depth + 1);
        }
        if (schema.get("anyOf") instanceof List<?> parts) {
            return sample((Map<?, ?>) parts.get(depth > 4 ? 0 : random.nextInt(parts.size())), random,
                    depth + 1);
        }
        if (schema.get("enum") instanceof List<?> values) {
            return values.get(random.nextInt(values.size()));
        }
        return switch (String.valueOf(schema.get("type"))) {
            case "object" -> sampleObject(schema, random, depth);
            case "array" -> {
                final var list = new ArrayList<@Nullable Object>();
                final int min = schema.get("minItems") instanceof Integer it ? it : 0;
                final int max = schema.get("maxItems") instanceof Integer it ? it : min + 3;
                for (int i = depth > 4 ? min : random.nextInt(min, max + 1); i > 0; i--) {
                    list.add(sample(part(schema, "items"), random, depth + 1));
                }
                yield list;
            }
            case "string" -> RandomSchema.text(schema, random);
            case "integer", "number" -> RandomSchema.number(schema, random);
            case "boolean" -> random.nextBoolean();
            default -> null;
        };
    }

    private Map<String, @Nullable Object> sampleObject(final Map<?, ?> schema, final SplittableRandom random,
            final int depth) {
        final var result = new LinkedHashMap<String, @Nullable Object>();
        final var required = (List<?>) Objects.requireNonNull(schema.get("required"));
        part(schema, "properties").forEach((name, it) -> {
            if (required.contains(name) || (depth < 5 && random.nextBoolean())) {
                result.put(String.valueOf(name), sample((Map<?, ?>) it, random, depth + 1));
            }
        });
        if (schema.get("additionalProperties") instanceof Map<?, ?> others && random.nextBoolean()) {
            result.put("extra" + random.nextInt(9), sample(others, random, depth + 1));
            result.put("nam", sample(others, random, depth + 1));
        }
        return result;
    }
}
