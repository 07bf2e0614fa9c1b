package dev.ingot.constrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.constrain.match.TokenConstraint;
import dev.ingot.constrain.text.LarkParser;
import dev.ingot.error.ConstraintException;
import dev.ingot.json.JsonFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Grammars in Lark's notation, with Lark itself as the judge. */
final class LarkTest {

    @Test
    void takesWhatLarkTakes() throws Exception {
        final Path file = Path.of(System.getProperty("ingot.fixtures")).resolve("lark").resolve("cases.json");
        int texts = 0;
        for (final Object each : (List<?>) Objects
                .requireNonNull(JsonFiles.parseValue(file, Files.readString(file)))) {
            final var grammar = (Map<?, ?>) each;
            final String rules = String.valueOf(grammar.get("grammar"));
            final TokenConstraint constraint = Texts.compiled(LarkParser.grammar(rules));
            for (final Object it : (List<?>) Objects.requireNonNull(grammar.get("texts"))) {
                final var text = (Map<?, ?>) it;
                assertThat(Texts.fits(constraint, String.valueOf(text.get("text"))))
                        .as("%s of %s", text, rules)
                        .isEqualTo(text.get("fits"));
                texts++;
            }
        }
        assertThat(texts).isGreaterThan(60);
    }

    @Test
    void whatIsIgnoredComesBeforeTerminalsAndNotAtTheEnd() {
        final var constraint = Texts.compiled(LarkParser.grammar("start: \"a\" \"b\"\n%ignore \" \""));
        assertThat(Texts.fits(constraint, "  a b")).isTrue();
        assertThat(Texts.fits(constraint, "a b ")).isFalse();
    }

    @Test
    void groupsMayGoOverLines() {
        final String rules = "start: (\n  \"a\" // one\n  \"b\"\n)+\n   # no rule\n   | \"c\"\n\n";
        assertThat(Texts.fits(LarkParser.grammar(rules), "abab")).isTrue();
        assertThat(Texts.fits(LarkParser.grammar(rules), "c")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"start: a;column 8: \"a\" is not defined",
            "a: \"b\";expected a rule of the name start",
            "start: \"a\" b{C};column 13: templates",
            "%declare A;column 1: expected a rule, %ignore or %import",
            "start: /a/m;column 11: expected the flags i, s or u", "start: /(?<=a)b/;expression at column 8",
            "start: /^a/;^ is supported", "start: /a$/;expected the end, found \"$\"",
            "start: \"a;column 10", "start: \"a§\";line 1, column 10",
            "start: A§A: b§b: \"c\";line 2, column 4: terminals consist",
            "start: \"a\"~3..2;rising counts",
            "start: \"a\"§start: \"b\";line 2, column 1: \"start\" is defined twice",
            "%import common.NONE;column 9: common has no terminal NONE",
            "%import python.X;column 9: only terminals of common",
            "start: \"a\" );column 12: expected the end of the line",
            "Start: \"a\";column 1: expected a name in small",
            "start: \"b\"..\"a\";column 8: expected a range", "start: \"\\q\";the escape \\q",
            "start: (\"a\";column 12",
            "start: \"a\"**;column 12", "start \"a\";column 7: expected :",
            "start: [\"a\"] | a \"b\"§a: start;left recursion"})
    void refusesTheRestAndSaysWhere(final String rules, final String message) {
        assertThatThrownBy(() -> Constraint.lark(rules.replace('§', '\n')))
                .isInstanceOf(ConstraintException.class)
                .hasMessageContaining(message);
    }
}
