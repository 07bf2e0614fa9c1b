package dev.ingot.foundry.validate.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.json.JsonFiles;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonEqualityTest {

    private static Optional<String> difference(final String expected, final String found) {
        return JsonEquality.difference(JsonFiles.parseExact(Path.of("a"), expected),
                JsonFiles.parseExact(Path.of("b"), found));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\'', value = {"{\"a\":1,\"b\":2}; {\"b\":2,\"a\":1}",
            "1; 1.0", "100; 1e2",
            "0; -0.0", "0.1; 0.10", "123456789012345678901234567890; 1.2345678901234567890123456789e29",
            "1e400; 10e399", "[{\"x\":[]}]; [ {\"x\" : [ ] } ]", "null; null", "\"\\u00e9\"; \"é\"",
            "1e999999999; 1e999999999"})
    void sameValues(final String expected, final String found) {
        assertThat(difference(expected, found)).isEmpty();
        assertThat(difference(found, expected)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\'', value = {
            "{\"a\":1}; {\"a\":2}; $.a: expected 1, found 2",
            "{\"a\":1}; {\"a\":1,\"b\":2}; $.b: expected no such member, found 2",
            "{\"a\":1,\"b\":null}; {\"a\":1}; $.b: expected null, found no such member",
            "[1,2]; [2,1]; $[0]: expected 1, found 2", "[1,2]; [1]; $: expected 2 elements, found 1",
            "1; \"1\"; $: expected 1, found \"1\"",
            "{\"a\":[{\"b\":true}]}; {\"a\":[{\"b\":false}]}; $.a[0].b: expected true, found false",
            "0.1; 0.1000000000000000055; $: expected 0.1, found 0.1000000000000000055",
            "1e400; 1e500; $: expected 1E+400, found 1E+500", "{}; []; $: expected {}, found []",
            "\"A\"; \"a\"; $: expected \"A\", found \"a\"",
            "9007199254740993; 9007199254740992; $: expected 9007199254740993, found 9007199254740992"})
    void differencesAndWhereTheyAre(final String expected, final String found, final String told) {
        assertThat(difference(expected, found)).contains(told);
    }
}
