package dev.ingot.foundry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.RegistryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of Foundry Local's own scan, as a table of directories. */
class CacheScanTest {

    private static final String G = "/genai_config.json={}";
    private static final String M = "{\"Name\": \"m\"}";

    @TempDir
    private Path root;

    private FoundryCache cache(final List<String> files) throws IOException {
        for (final String file : files) {
            final int split = file.indexOf('=');
            TestModels.put(root, file.substring(0, split).replaceFirst("^/", ""), file.substring(split + 1));
        }
        return FoundryCache.open(root);
    }

    static Stream<Arguments> listings() {
        final String i = "/inference_model.json=";
        return Stream.of(
                Arguments.of("a direct child", List.of("a" + G, "a" + i + M), List.of("m:0 a")),
                Arguments.of("any depth", List.of("a/b/c/d/e" + G, "a/b/c/d/e" + i + M),
                        List.of("m:0 a/b/c/d/e")),
                Arguments.of("the root itself is none", List.of(G, i + M), List.of()),
                Arguments.of("no genai_config.json", List.of("a" + i + M), List.of()),
                Arguments.of("no inference_model.json", List.of("a" + G), List.of()),
                Arguments.of("marked", List.of("a" + G, "a" + i + M, "a/download.tmp="), List.of()),
                Arguments.of("children of a marked one",
                        List.of("a" + G, "a" + i + M, "a/download.tmp=", "a/b" + G, "a/b" + i + M),
                        List.of("m:0 a/b")),
                Arguments.of("children of an incomplete one", List.of("a" + G, "a/b" + G, "a/b" + i + M),
                        List.of("m:0 a/b")),
                Arguments.of("not below a model",
                        List.of("a" + G, "a" + i + M, "a/b" + G, "a/b" + i + "{\"Name\": \"n\"}"),
                        List.of("m:0 a")),
                Arguments.of("not below one that is unusable",
                        List.of("a" + G, "a" + i + "{", "a/b" + G, "a/b" + i + M),
                        List.of()),
                Arguments.of("half a character",
                        List.of("a" + G, "a" + i + "{\"Name\": \"m\", \"Description\": \"\\ud83d\"}"),
                        List.of()),
                Arguments.of("a whole one",
                        List.of("a" + G, "a" + i + "{\"Name\": \"m\", \"Description\": \"\\ud83d\\ude00\"}"),
                        List.of("m:0 a")),
                Arguments.of("half a character in a key of a value",
                        List.of("a" + G, "a" + i + "{\"Name\": \"m\", \"x\": [{\"\\udc00\": 1}]}"),
                        List.of()),
                Arguments.of("a number beyond double",
                        List.of("a" + G, "a" + i + "{\"Name\": \"m\", \"x\": 1e999}"),
                        List.of()),
                Arguments.of("300 levels", nested("[".repeat(300) + "]".repeat(300)), List.of("m:0 a")),
                Arguments.of("a hundred thousand levels",
                        nested("{\"y\": [".repeat(50_000) + "]}".repeat(50_000)), List.of("m:0 a")),
                Arguments.of("levels that do not end", nested("[".repeat(300) + "]".repeat(299)), List.of()),
                Arguments.of("levels that end otherwise", nested("[".repeat(300) + "}".repeat(300)),
                        List.of()),
                Arguments.of("a whole number beyond double", nested("1" + "0".repeat(400)), List.of()),
                Arguments.of("a long number", nested("0." + "1".repeat(2000)), List.of("m:0 a")),
                Arguments.of("a long key", nested("{\"" + "k".repeat(60_000) + "\": 1}"), List.of("m:0 a")),
                Arguments.of("a zero byte behind", List.of("a" + G, "a" + i + M + "\0rubbish"),
                        List.of("m:0 a")),
                Arguments.of("a zero byte inside", List.of("a" + G, "a" + i + "{\"Name\": \0\"m\"}"),
                        List.of()),
                Arguments.of("bad JSON", List.of("a" + G, "a" + i + "{\"Name\": \"m\""), List.of()),
                Arguments.of("wrong case", List.of("a" + G, "a" + i + "{\"name\": \"m\"}"), List.of()),
                Arguments.of("not a string", List.of("a" + G, "a" + i + "{\"Name\": 5}"), List.of()),
                Arguments.of("empty", List.of("a" + G, "a" + i + "{\"Name\": \"\"}"), List.of()),
                Arguments.of("null", List.of("a" + G, "a" + i + "{\"Name\": null}"), List.of()),
                Arguments.of("a list", List.of("a" + G, "a" + i + "[]"), List.of()),
                Arguments.of("a version", List.of("a" + G, "a" + i + "{\"Name\": \"m:7\"}"),
                        List.of("m:7 a")),
                Arguments.of("two versions",
                        List.of("a" + G, "a" + i + "{\"Name\": \"m:10\"}", "b" + G, "b" + i
                                + "{\"Name\": \"m:9\"}"),
                        List.of("m:9 b", "m:10 a")),
                Arguments.of("the last of two", List.of("a" + G, "a" + i + M, "b" + G, "b" + i + M),
                        List.of("m:0 b")),
                Arguments.of("only existence of genai_config.json counts",
                        List.of("a/genai_config.json=rubbish", "a" + i + M), List.of("m:0 a")),
                Arguments.of("other keys are ignored",
                        List.of("a" + G, "a" + i + "{\"X\": [1], \"Name\": \"m\"}"),
                        List.of("m:0 a")));
    }

    private static List<String> nested(final String value) {
        return List.of("a" + G, "a/inference_model.json={\"x\": " + value + ", \"Name\": \"m\"}");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("listings")
    void listsWhatFoundryLists(final String rule, final List<String> files, final List<String> expected)
            throws IOException {
        assertThat(cache(files).list()).as(rule)
                .extracting(model -> model.id() + " "
                        + root.relativize(model.directory()).toString().replace('\\', '/'))
                .isEqualTo(expected);
    }

    @Test
    void aCacheThatIsNotThereIsEmpty() {
        final var cache = FoundryCache.open(root.resolve("none"));
        assertThat(cache.list()).isEmpty();
        assertThat(root.resolve("none")).doesNotExist();
    }

    @Test
    void aFileIsNoCache() throws IOException {
        Files.writeString(root.resolve("file"), "");
        assertThatThrownBy(() -> FoundryCache.open(root.resolve("file")))
                .isInstanceOf(RegistryException.class);
    }

    @Test
    void linkedDirectoriesAreFollowedAndCyclesEnd() throws IOException {
        final var cache = cache(List.of("a" + G, "a/inference_model.json=" + M));
        Files.createDirectories(root.resolve("z"));
        Files.createSymbolicLink(root.resolve("z/up"), root);
        Files.createSymbolicLink(root.resolve("z/model"), root.resolve("a"));
        assertThat(cache.list()).singleElement()
                .satisfies(model -> assertThat(model.id().text()).isEqualTo("m:0"));
    }

    @Test
    void modelsAreFoundByAliasAndById() throws IOException {
        final String i = "/inference_model.json=";
        final var cache = cache(List.of("a" + G, "a" + i + "{\"Name\": \"phi:2\"}", "b" + G, "b" + i
                + "{\"Name\": \"phi:10\"}", "c" + G, "c" + i + "{\"Name\": \"qwen\"}"));
        assertThat(cache.find("phi").id().text()).isEqualTo("phi:10");
        assertThat(cache.find("phi:2").directory()).isEqualTo(root.resolve("a"));
        assertThat(cache.find("qwen:0").alias()).isEqualTo("qwen");
        assertThat(cache.find("qwen").model().directory()).isEqualTo(root.resolve("c"));
        assertThatThrownBy(() -> cache.find("quen")).isInstanceOf(RegistryException.class)
                .hasMessageEndingWith("did you mean qwen?");
        assertThatThrownBy(() -> cache.find("quen:0")).isInstanceOf(RegistryException.class)
                .hasMessageEndingWith("did you mean qwen:0?");
        assertThatThrownBy(() -> cache.find("phi:3")).isInstanceOf(RegistryException.class)
                .hasMessageContaining("phi:2");
        assertThatThrownBy(() -> cache.find("something-else")).isInstanceOf(RegistryException.class)
                .hasMessageEndingWith("it holds phi, qwen");
    }
}
