package dev.ingot.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.ModelFormatException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFilesTest {

    private static final Path FILE = Path.of("x.json");

    @TempDir
    private Path work;

    @Test
    void valuesHaveTheTypesThatAreSaid() {
        assertThat(JsonFiles.parseValue(FILE,
                "[1, -2147483649, 12345678901234567890, 1.0, 1e2, \"\\u00e4\", true,"
                        + " false, null, {}, []]"))
                .isEqualTo(Arrays.asList(1, -2147483649L,
                        new BigInteger("12345678901234567890"), 1.0, 100.0, "\u00e4", true, false, null,
                        Map.of(),
                        List.of()));
        assertThat(JsonFiles.parse(FILE, "{\"b\": 1, \"a\": 2}".getBytes(StandardCharsets.UTF_8)).keys())
                .containsExactly("b", "a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{}{}", "{} x", "[1,]", "{\"a\": 1, \"a\": 2}", "nan", "{\"a\" 1}",
            "'a'",
            "\"a", "[01]", "}", ",", "[1 2]"})
    void whatIsNoJsonIsRefused(final String text) {
        assertThatThrownBy(() -> JsonFiles.parseValue(FILE, text)).isInstanceOf(ModelFormatException.class)
                .hasMessageStartingWith("x.json: expected valid JSON, found ");
        assertThatThrownBy(() -> JsonFiles.parse(FILE, text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ModelFormatException.class);
    }

    @Test
    void theFaultsPlaceIsNamed() {
        assertThatThrownBy(
                () -> JsonFiles.parse(FILE, "{\"a\": 1,\n \"b\": x}".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("x.json (byte ").hasMessageContaining("at line 2, column ");
    }

    @Test
    void nestingIsLimited() {
        assertThat(JsonFiles.parseValue(FILE, "[".repeat(200) + "]".repeat(200))).isNotNull();
        assertThatThrownBy(() -> JsonFiles.parseValue(FILE, "[".repeat(100_000)))
                .isInstanceOf(ModelFormatException.class);
    }

    @Test
    void onlyAnObjectIsAFile() {
        assertThatThrownBy(() -> JsonFiles.parse(FILE, "[1]".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("expected a JSON object, found a list of 1");
    }

    @Test
    void oneMemberIsReadWithoutTheRest() throws IOException {
        final Path file = Files.writeString(work.resolve("x.json"),
                "{\"a\": {\"b\": [1]}, \"b\": {\"c\": [1, {\"d\": null}]}, \"e\": broken");
        assertThat(JsonFiles.readMember(file, "b")).asString().isEqualTo("{c=[1, {d=null}]}");
        assertThatThrownBy(() -> JsonFiles.readMember(file, "f")).isInstanceOf(ModelFormatException.class);
    }

    @Test
    void valuesAreWrittenInTheirOrder() {
        final var value = new LinkedHashMap<String, @Nullable Object>();
        value.put("b", List.of(1, 2L, 0.5, 1.5f, new BigInteger("9".repeat(30)), new BigDecimal("1.10")));
        value.put("a\"\n", null);
        value.put("m", Map.of());
        value.put("l", List.of());
        assertThat(JsonFiles.compact(value)).isEqualTo(
                "{\"b\":[1,2,0.5,1.5," + "9".repeat(30) + ",1.10],\"a\\\"\\n\":null,\"m\":{},\"l\":[]}");
        assertThat(JsonFiles.pretty(Map.of("a", List.of(1, Map.of("b", List.of()))), 2)).isEqualTo("""
                {
                  "a": [
                    1,
                    {
                      "b": []
                    }
                  ]
                }
                """);
    }

    @Test
    void whatHasNoPlaceInJsonIsAProgrammingError() {
        assertThatThrownBy(() -> JsonFiles.compact(List.of(new Object())))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("java.lang.Object");
    }

    @Test
    void whatIsWrittenIsReadBack() {
        final var random = new Random(1);
        for (int i = 0; i < 500; i++) {
            final Object value = value(random, 5);
            assertThat(JsonFiles.parseValue(FILE, JsonFiles.compact(value))).isEqualTo(value);
            assertThat(JsonFiles.parseValue(FILE, JsonFiles.pretty(value, 2))).isEqualTo(value);
        }
    }

    private static Object value(final Random random, final int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> random.nextInt();
            case 1 -> random.nextDouble() * Math.pow(10, random.nextInt(600) - 300);
            case 2 -> random.nextBoolean();
            case 3 -> text(random);
            case 4 -> {
                final var list = new ArrayList<Object>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, depth - 1));
                }
                yield list;
            }
            default -> {
                final var map = new LinkedHashMap<String, Object>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(text(random), value(random, depth - 1));
                }
                yield map;
            }
        };
    }

    private static String text(final Random random) {
        final int[] points = random.ints(random.nextInt(5), 0, 0x10ffff)
                .filter(point -> point < 0xd800 || point > 0xdfff).toArray();
        return new String(points, 0, points.length);
    }
}
