package dev.ingot.chat.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.json.JsonFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a bare text means, by the schema of its parameter. */
final class SchemaKindsTest {

    private static @Nullable Object json(final String text) {
        return JsonFiles.parseValue(Path.of("test"), text);
    }

    private static String read(final String schema, final String text) {
        final var parameters = Map.of("type", "object", "properties", Map.of("p", json(schema)), "$defs",
                Map.of("count", Map.of("type", "integer"), "loop",
                        Map.of("anyOf", List.of(Map.of("$ref", "#/$defs/loop"), Map.of("type", "null"))),
                        "self", Map.of("$ref", "#/$defs/self")));
        final var tools = new ToolParameters(List.of(Map.of("name", "f", "parameters", parameters)));
        final @Nullable Object value = tools.value("f", "p", text);
        return value == null ? "null" : JsonFiles.compact(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            {"type": "string"};                        12;           "12"
            {"type": "string"};                        null;         "null"
            {"type": "integer"};                       12;           12
            {"type": "integer"};                       ` 12 `;       12
            {"type": "integer"};                       twelve;       "twelve"
            {"type": "integer"};                       "12";         "\\"12\\""
            {"type": "integer"};                       null;         null
            {"type": "number"};                        -1.5e3;       -1500.0
            {"type": "boolean"};                       true;         true
            {"type": "boolean"};                       False;        false
            {"type": "boolean"};                       1;            "1"
            {"type": "null"};                          None;         null
            {"type": ["string", "null"]};              null;         null
            {"type": ["string", "null"]};              12;           "12"
            {"type": ["string", "integer"]};           12;           12
            {"type": "object"};                        {"a": [1]};   {"a":[1]}
            {"type": "object"};                        {'a': None};  {"a":null}
            {"type": "object"};                        {'a': None;   "{'a': None"
            {"type": "array"};                         [];           []
            {"type": "str"};                           12;           "12"
            {};                                        12;           12
            {};                                        "12";         "\\"12\\""
            {};                                        twelve;       "twelve"
            true;                                      {"a": 1};     {"a":1}
            {"enum": ["1", "2"]};                      1;            "1"
            {"enum": [1, 2]};                          1;            1
            {"const": false};                          false;        false
            {"minimum": 3};                            5;            5
            {"pattern": "[0-9]"};                      5;            "5"
            {"items": {}};                             [5];          [5]
            {"anyOf": [{"type": "string"}, {"type": "number"}]}; 5;  5
            {"allOf": [{"$ref": "#/$defs/count"}]};    5;            5
            {"$ref": "#/$defs/loop"};                  null;         null
            {"$ref": "#/$defs/loop"};                  5;            "5"
            {"$ref": "#/$defs/self"};                  5;            "5"
            {"$ref": "#/$defs/none"};                  5;            5
            {"type": "integer", "nullable": true};     None;         null
            """)
    void aTextIsReadAsItsSchemaSays(final String schema, final String text, final String value) {
        assertThat(read(schema, text)).isEqualTo(value);
    }

    @Test
    void parametersAreFoundWhereSchemasHaveThem() {
        final var tools = new ToolParameters(List.of(
                "none", Map.of("name", 5), Map.of("type", "function", "function",
                        Map.of("name", "f", "parameters",
                                Map.of("anyOf", List.of(Map.of("properties", Map.of()),
                                        Map.of("properties", Map.of("a", Map.of("type", "integer"))))))),
                Map.of("name", "g", "parameters", Map.of("additionalProperties", Map.of("type", "boolean"))),
                Map.of("name", "h")));
        assertThat(tools.value("f", "a", "5")).isEqualTo(5);
        assertThat(tools.value("f", "b", "5")).isEqualTo("5");
        assertThat(tools.value("g", "any", "true")).isEqualTo(true);
        assertThat(tools.value("h", "any", "true")).isEqualTo("true");
        assertThat(tools.value("unknown", "any", "true")).isEqualTo("true");
    }
}
