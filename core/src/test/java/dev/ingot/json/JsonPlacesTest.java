package dev.ingot.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JsonPlacesTest {

    private static final String TEXT = """
            {
              "a": 1,
              "b": {"c": [1, {"d": 2}],
                "e": null},
              "f": "x\\ny"
            }
            """;

    @TempDir
    private Path work;

    private Path file(final String text) throws IOException {
        return Files.writeString(work.resolve("f.json"), text);
    }

    @Test
    void keysAreFoundOnTheirLines() throws IOException {
        final var places = JsonPlaces.of(file(TEXT));
        assertThat(places.line("a")).hasValue(2);
        assertThat(places.line("b")).hasValue(3);
        assertThat(places.line("b.c")).hasValue(3);
        assertThat(places.line("b.c.1.d")).hasValue(3);
        assertThat(places.line("b.e")).hasValue(4);
        assertThat(places.line("f")).hasValue(5);
        assertThat(places.line("g")).isEmpty();
        assertThat(places.line("e")).isEmpty();
    }

    @Test
    void aFaultEndsTheSearchOnly() throws IOException {
        final var places = JsonPlaces.of(file("{\n\"a\": 1,\n\"b\": oops,\n\"c\": 2}"));
        assertThat(places.line("a")).hasValue(2);
        assertThat(places.line("c")).isEmpty();
        assertThat(JsonPlaces.of(file("")).line("a")).isEmpty();
    }

    @Test
    void bytesAreFoundOnTheirLines() throws IOException {
        final Path file = file("a\nb\n\nc");
        assertThat(JsonPlaces.lineAt(file, 0)).isEqualTo(1);
        assertThat(JsonPlaces.lineAt(file, 2)).isEqualTo(2);
        assertThat(JsonPlaces.lineAt(file, 5)).isEqualTo(4);
        assertThat(JsonPlaces.lineAt(file, 500)).isEqualTo(4);
    }
}
