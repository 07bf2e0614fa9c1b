package dev.ingot.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import dev.ingot.error.ModelFormatException;
import dev.ingot.json.JsonOutline.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JsonOutlineTest {

    private static final Path FILE = Path.of("f.json");
    private static final List<String> TEXTS = List.of("{}", " { } ", "{\"a\": 1}",
            "{\"a\": [1, -0.5e+3, true, null, {}]}",
            "{\"a\": {\"b\": [[], [{\"c\": \"d\"}]], \"e\": false}, \"f\": \"\\u0041\\n\"}",
            "{\"a\": [\"\", \"\\\\\", \"\\\"\"], \"b\": -1.25E-7}\r\n");
    private static final String ALPHABET = "{}[]:,\"\\ 01.-+eEutrnfals\n\u00e9\u0001x";

    @TempDir
    private Path work;

    private static Map<String, Value> parse(final String text) {
        return JsonOutline.parse(FILE, text);
    }

    @Test
    void keepsWhatLiesOutermost() {
        assertThat(parse(
                "{\"b\": \"x\", \"a\": {\"b\": 1}, \"c\": [\"y\"], \"d\": -1e5, \"e\": null, \"f\": \"null\"}"))
                .containsExactly(entry("b", new Value(true, "x")), entry("a", new Value(false, "{")),
                        entry("c", new Value(false, "[")), entry("d", new Value(false, "-1e5")),
                        entry("e", new Value(false, "null")), entry("f", new Value(true, "null")));
        assertThat(parse("{}")).isEmpty();
    }

    @Test
    void ofAKeyThatComesTwiceTheLastCounts() {
        assertThat(parse("{\"a\": \"x\", \"\\u0061\": [\"y\"]}"))
                .containsExactly(entry("a", new Value(false, "[")));
    }

    /** Neither the stack nor an object per level. */
    @Test
    void aMillionLevelsAreReadAsOne() {
        final String deep = "[".repeat(1_000_000) + "]".repeat(1_000_000);
        assertThat(parse("{\"a\": " + deep + ", \"b\": \"c\"}")).containsKeys("a", "b");
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> parse("{\"a\": " + deep.substring(1) + "}"));
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(Map.ofEntries(entry("[]", "'[]' at line 1, column 1"),
                entry("\n // a\n{}", "'// a' at line 2, column 2"),
                entry("<!DOCTYPE html><html><head><title>404: Not Found",
                        "'<!DOCTYPE html><html><head><title>404: N...'"),
                entry("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n",
                        "a pointer of Git LFS"),
                entry("", "the end at line 1"),
                entry("{", "the end"),
                entry("{\"a\": \"", "the end"),
                entry("{\"a\"}", "'}' where ':' has to stand at line 1, column 5"),
                entry("{\"a\":1 2}", "'2' where ','"), entry("{\"a\":01}", "'1' where ','"),
                entry("{\"a\":+1}", "'+'"), entry("{\"a\":nul}", "'n'"), entry("{\"a\":[1,]}", "']'"),
                entry("{\"a\":1,}", "'}' where '\"'"), entry("{\"a\":\"\\x\"}", "an unknown escape"),
                entry("{\"a\":\"\\u12\"}", "without four"), entry("{\"a\":\"\n\"}", "a control character"),
                entry("{\"a\":1}x", "more behind"), entry("{a:1}", "'a' where '\"' has to stand"),
                entry("{\"a\":1e999}", "1e999"), entry("{\"a\":\"\\ud83d\"}", "half of one"),
                entry("{\"a\":\"\\ude00\\ud83d\"}", "half of one"), entry("{\"\\ud83d\":1}", "half of one")))
                .allSatisfy((text, found) -> assertThatExceptionOfType(ModelFormatException.class)
                        .isThrownBy(() -> parse(text))
                        .satisfies(e -> assertThat(e.found()).contains(found)));
    }

    @Test
    void namesThePlace() {
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> parse("{\n  \"\u00e9\": 1,\n  oops\n}")).satisfies(e -> {
                    assertThat(e.found()).endsWith("at line 3, column 3");
                    assertThat(e.offset()).hasValue(15);
                });
    }

    @Test
    void aFileMayBeginWithAMarkAndIsInUtf8() throws IOException {
        final Path file = work.resolve("f.json");
        Files.writeString(file, "\uFEFF{\"a\": \"\ud83d\ude00\"}\0");
        assertThat(JsonOutline.read(file)).containsExactly(entry("a", new Value(true, "\ud83d\ude00")));
        Files.write(file, "{\"a\": 1}".getBytes(StandardCharsets.UTF_16LE));
        assertThatExceptionOfType(ModelFormatException.class).isThrownBy(() -> JsonOutline.read(file));
        Files.write(file, new byte[]{'{', '"', (byte) 0xC3, 0x28, '"', ':', '1', '}'});
        assertThatExceptionOfType(ModelFormatException.class).isThrownBy(() -> JsonOutline.read(file))
                .withMessageContaining("UTF-8");
    }

    private static boolean isTaken(final String text) {
        try {
            parse(text);
            return true;
        } catch (ModelFormatException e) {
            return false;
        }
    }

    /** What the other reader says; nothing of keys that come twice, which it refuses. */
    private static Optional<Boolean> isTakenOtherwise(final String text) {
        try {
            JsonFiles.parse(FILE, text.getBytes(StandardCharsets.UTF_8));
            return Optional.of(true);
        } catch (ModelFormatException e) {
            return e.found().startsWith("Duplicate field") ? Optional.empty() : Optional.of(false);
        }
    }

    @Test
    void takesWhatAnotherReaderTakes() {
        final var random = new Random(20);
        int taken = 0;
        for (int i = 0; i < 30_000; i++) {
            final var text = new StringBuilder(TEXTS.get(random.nextInt(TEXTS.size())));
            for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
                final int at = random.nextInt(text.length());
                final char letter = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, letter);
                    case 1 -> text.insert(at, letter);
                    default -> text.deleteCharAt(at);
                }
            }
            final boolean found = isTaken(text.toString());
            isTakenOtherwise(text.toString())
                    .ifPresent(expected -> assertThat(found).as("%s", text).isEqualTo(expected));
            taken += found ? 1 : 0;
        }
        assertThat(taken).isBetween(1000, 29_000);
    }
}
