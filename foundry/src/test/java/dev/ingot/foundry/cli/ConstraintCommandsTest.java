package dev.ingot.foundry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.json.JsonFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code generate} with constraints. */
final class ConstraintCommandsTest {

    @TempDir
    static Path work;
    private static Path model;

    @BeforeAll
    static void convert() {
        model = Pipeline.from(Path.of(System.getProperty("ingot.models")).resolve("hearth-slm"))
                .quantize(Precision.INT4).toOnnx(work.resolve("model")).directory();
    }

    private static Cli.Outcome generate(final String... more) {
        final var arguments = new ArrayList<>(List.of("generate", "--model", model.toString(), "--chat",
                "dim the kitchen lights to 40%", "--max-new-tokens", "60", "--greedy"));
        arguments.addAll(List.of(more));
        return new Cli(work.resolve("home")).run(arguments.toArray(String[]::new));
    }

    private static String file(final String name, final String text) throws Exception {
        return Files.writeString(work.resolve(name), text).toString();
    }

    @Test
    void eachKindIsKept() throws Exception {
        final String schema = file("schema.json",
                "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}},"
                        + "\"required\":[\"n\"],\"additionalProperties\":false}");
        final String grammar = file("x.gbnf", "root ::= \"(\" [a-c]{3} \")\"");
        assertThat(JsonFiles.parse(Path.of("answer"),
                generate("--json-schema", schema).out().strip().getBytes(StandardCharsets.UTF_8)).keys())
                .containsExactly("n");
        assertThat(generate("--regex", "[0-9]{2}:[0-9]{2}").out().strip()).matches("[0-9]{2}:[0-9]{2}");
        assertThat(generate("--grammar", grammar).out().strip()).matches("\\([a-c]{3}\\)");
        assertThat(generate("--grammar", file("x.lark", "start: \"<\" /[a-c]/~3 \">\"")).out().strip())
                .matches("<[a-c]{3}>");
        assertThat(generate("--grammar", file("lark.txt", "start: \"yes\"")).out().strip()).isEqualTo("yes");
        assertThat(generate("--grammar", file("gbnf.txt", "root ::= \"no\"")).out().strip()).isEqualTo("no");
        assertThat(generate("--choice", "left,right").out().strip()).isIn("left", "right");
    }

    @Test
    void theyExcludeEachOther() {
        final var outcome = generate("--regex", "a", "--choice", "a,b");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("--regex").contains("--choice").contains("mutually exclusive");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"--regex;(a;regular expression at column 3: expected )",
            "--regex;(?=a);regular expression at column 3: look-ahead"})
    void faultsAreOneLineThatSaysWhere(final String option, final String value, final String message) {
        final var outcome = generate(option, value);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.errors()).hasSize(1).first().asString().contains(message);
    }

    @Test
    void filesWithFaultsSayWhere() throws Exception {
        final var schema = generate("--json-schema",
                file("bad.json", "{\"properties\":{\"a\":{\"if\":{}}}}"));
        assertThat(schema.code()).isEqualTo(2);
        assertThat(schema.err())
                .contains("JSON schema at #/properties/a/if: this keyword is misspelt or not supported");
        final var grammar = generate("--grammar", file("bad.gbnf", "root ::= a\na ::= *"));
        assertThat(grammar.err()).contains("GBNF grammar at line 2, column 7");
        assertThat(generate("--grammar", file("bad.lark", "start: a\na: *")).err())
                .contains("Lark grammar at line 2, column 4");
        assertThat(generate("--grammar", work.resolve("none").toString()).code()).isEqualTo(2);
    }
}
