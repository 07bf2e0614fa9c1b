package dev.ingot.constrain;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Schemas of random shape, and random numbers and strings for them. */
final class RandomSchema {

    private static final List<String> NAMES = List.of("name", "näme", "a\"b", "c\\d", "日本", "x", "xy", "n");
    private static final String LETTERS = "abc XYZ019 \"\\/\n\té€日😀}]{[:,";

    private final SplittableRandom random;

    RandomSchema(final SplittableRandom random) {
        this.random = random;
    }

    Map<String, @Nullable Object> make() {
        final Map<String, @Nullable Object> root = random.nextBoolean() ? object(3) : value(3);
        final var tree = new LinkedHashMap<String, @Nullable Object>();
        tree.put("type", "object");
        tree.put("properties",
                Map.of("children", Map.of("type", "array", "items", Map.of("$ref", "#/$defs/tree"))));
        tree.put("required", random.nextBoolean() ? List.of("children") : List.of());
        tree.put("additionalProperties", false);
        root.put("$defs", Map.of("tree", tree));
        return root;
    }

    private Map<String, @Nullable Object> value(final int depth) {
        final var schema = new LinkedHashMap<String, @Nullable Object>();
        switch (random.nextInt(depth > 0 ? 11 : 7)) {
            case 0, 1 -> string(schema);
            case 2 -> range(schema, "integer", 0);
            case 3 -> range(schema, "number", random.nextInt(4));
            case 4 -> schema.put("type", "boolean");
            case 5 -> schema.put("enum", List.of("on", "off", "o\"n", 7, true, -3));
            case 6 -> schema.put("type", "null");
            case 7 -> {
                schema.put("type", "array");
                schema.put("items", value(depth - 1));
                if (random.nextBoolean()) {
                    schema.put("minItems", random.nextInt(3));
                    schema.put("maxItems", 2 + random.nextInt(3));
                }
            }
            case 8 -> schema.put("anyOf", List.of(value(0), value(depth - 1), value(depth - 1)));
            case 9 -> schema.put("$ref", "#/$defs/tree");
            default -> {
                return object(depth);
            }
        }
        return schema;
    }

    private Map<String, @Nullable Object> object(final int depth) {
        final var properties = new LinkedHashMap<String, @Nullable Object>();
        final var required = new ArrayList<String>();
        for (final String name : NAMES) {
            if (random.nextInt(3) == 0) {
                properties.put(name, value(depth - 1));
                if (random.nextBoolean()) {
                    required.add(name);
                }
            }
        }
        final var schema = new LinkedHashMap<String, @Nullable Object>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("required", required);
        schema.put("additionalProperties", random.nextInt(3) == 0 ? value(0) : (Object) false);
        return schema;
    }

    private void string(final Map<String, @Nullable Object> schema) {
        schema.put("type", "string");
        if (random.nextInt(3) == 0) {
            schema.put("pattern", random.nextBoolean() ? "^[A-Z]{2}-\\d{1,3}$" : "[^x]\"|b$");
        } else if (random.nextInt(3) > 0) {
            schema.put("minLength", random.nextInt(3));
            schema.put("maxLength", 2 + random.nextInt(20));
        }
    }

    private void range(final Map<String, @Nullable Object> schema, final String type, final int scale) {
        schema.put("type", type);
        final var low = BigDecimal.valueOf(random.nextInt(-1500, 1500), scale);
        if (random.nextInt(3) > 0) {
            schema.put(random.nextBoolean() ? "minimum" : "exclusiveMinimum", plain(low));
        }
        if (random.nextInt(3) > 0) {
            schema.put(random.nextBoolean() ? "maximum" : "exclusiveMaximum",
                    plain(low.add(BigDecimal.valueOf(random.nextInt(3, 2000), scale))));
        }
    }

    private static Number plain(final BigDecimal value) {
        return value.stripTrailingZeros().scale() <= 0
                ? (Number) value.intValueExact()
                : (Number) value.doubleValue();
    }

    static String text(final Map<?, ?> schema, final SplittableRandom random) {
        if (schema.get("pattern") instanceof String pattern) {
            return pattern.startsWith("^")
                    ? "QZ-" + random.nextInt(1000)
                    : "ab" + letters(random, 3) + "é\"" + "z";
        }
        final int min = schema.get("minLength") instanceof Integer it ? it : 0;
        final int max = schema.get("maxLength") instanceof Integer it ? it : 12;
        return letters(random, random.nextInt(min, max + 1));
    }

    private static String letters(final SplittableRandom random, final int count) {
        final int[] all = LETTERS.codePoints().toArray();
        final var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.appendCodePoint(all[random.nextInt(all.length)]);
        }
        return text.toString();
    }

    static Number number(final Map<?, ?> schema, final SplittableRandom random) {
        final Object low = schema.containsKey("minimum")
                ? schema.get("minimum")
                : schema.get("exclusiveMinimum");
        final Object high = schema.containsKey("maximum")
                ? schema.get("maximum")
                : schema.get("exclusiveMaximum");
        final BigDecimal from = low != null
                ? new BigDecimal(low.toString())
                : high != null
                        ? new BigDecimal(high.toString()).subtract(BigDecimal.valueOf(500))
                        : BigDecimal.valueOf(-99);
        final BigDecimal to = high != null
                ? new BigDecimal(high.toString())
                : from.add(BigDecimal.valueOf(500));
        final int scale = "integer".equals(schema.get("type")) ? 0 : 5;
        final BigDecimal part = to.subtract(from).multiply(BigDecimal.valueOf(random.nextDouble(0.3, 0.7)));
        return plain(from.add(part).setScale(scale, RoundingMode.HALF_UP));
    }
}
