package dev.ingot.constrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.constrain.text.GbnfParser;
import dev.ingot.error.ConstraintException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Grammars in llama.cpp's notation. */
final class GbnfTest {

    private static final String SUMS = """
            # sums of numbers
            root  ::= expr "=" [0-9]+
            expr  ::= term ( [-+*/] term )*   # no blanks
            term  ::= number |
                      "(" expr ")"
            number ::= "-"? [0-9]{1,4} ("." [0-9]+)?
            """;

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {"1+2=3 true", "(1+2)*-3.5=9 true", "((((1))))=1 true",
            "((1)=1 false",
            "1+=2 false", "12345=1 false", "=1 false", "1=1) false"})
    void recursionIsFollowed(final String text, final boolean expected) {
        assertThat(Texts.fits(GbnfParser.grammar(SUMS), text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"root ::= [^a-c\\]]+;xyz;true", "root ::= [^a-c\\]]+;x]z;false",
            "root ::= [a-];-;true",
            "root ::= . .;é😀;true", "root ::= .;ab;false", "root ::= \"a\"{2,3};aa;true",
            "root ::= \"a\"{ 2 , 3 } \"b\"{ 1, };aab;true", "root ::= \"a\"{ 2 };aaa;false",
            "root ::= \"ab\"*;abab;true", "root ::= \"\";'';true",
            "root ::= x§x ::= \"a\" x | \"b\";aaab;true",
            "root ::= x x§x ::= \"a\"?;aa;true", "root ::= x x§x ::= \"a\"?;aaa;false",
            "root ::= ( \"a\"§  | \"b\" )§§;b;true", "root ::= root \"a\" | \"b\";baaa;true",
            "root ::= root \"a\" | \"b\";ab;false", "root ::= s s§s ::= \"x\" s \"y\" | \"\";xxyyxy;true",
            "root ::= s§s ::= \"a\" s \"b\" | \"a\" s \"c\" | \"d\";aaadbcb;true",
            "root ::= s§s ::= \"a\" s \"b\" | \"a\" s \"c\" | \"d\";aaadbc;false"})
    void readsItsNotation(final String rules, final String text, final boolean expected) {
        assertThat(Texts.fits(GbnfParser.grammar(rules.replace('§', '\n')), text)).isEqualTo(expected);
    }

    @Test
    void escapesAreRead() {
        final String rules = "root ::= \"a\\n\\x62\\u00e9\\U0001F600\\\"\\\\\"";
        assertThat(Texts.fits(GbnfParser.grammar(rules), "a\nb\u00e9\uD83D\uDE00\"\\")).isTrue();
    }

    @Test
    void palindromesNeedAStack() {
        final var constraint = Texts.compiled(GbnfParser
                .grammar("root ::= \"a\" root \"a\" | \"b\" root \"b\" | \"c\""));
        assertThat(Texts.fits(constraint, "abbacabba")).isTrue();
        assertThat(Texts.fits(constraint, "abbacabab")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"root = \"a\";column 6", "root ::= \"a;column 12",
            "root ::= \"\\q\";column 13",
            "root ::= other;column 10", "a ::= \"b\";column 10", "root ::= [b-a];column 14",
            "root ::= (\"a\";column 14", "root ::= \"a\" )§;line 1, column 14",
            "root ::= \"a\"§root ::= \"b\";line 2, column 1", "root ::= *;column 10",
            "root ::= \"a\"{4,2};column 17", "root ::= \"a\"{ };column 15",
            "root ::= \"\\ud800\";column 17"})
    void refusesTheRestAndSaysWhere(final String rules, final String place) {
        assertThatThrownBy(() -> Constraint.gbnf(rules.replace('§', '\n')))
                .isInstanceOf(ConstraintException.class)
                .hasMessageContaining("GBNF grammar at " + place + ":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"root ::= a \"x\" | \"y\"\na ::= root \"z\"",
            "root ::= a? root \"x\" | \"y\"\na ::= \"b\"",
            "root ::= a\na ::= b\nb ::= \"x\"* a | \"y\""})
    void refusesRecursionOnTheLeftByWayOfOthers(final String rules) {
        assertThatThrownBy(() -> Constraint.gbnf(rules)).isInstanceOf(ConstraintException.class)
                .hasMessageContaining("left recursion");
    }

    @Test
    void refusesWhatHasNoEnd() {
        assertThatThrownBy(() -> Constraint.gbnf("root ::= \"a\" root"))
                .isInstanceOf(ConstraintException.class)
                .hasMessageContaining("nothing can ever fit");
    }

    @Test
    void neverLeadsToWhatHasNoEnd() {
        final var constraint = Texts.compiled(GbnfParser.grammar("root ::= \"ab\" | \"a\" x\nx ::= \"c\" x"));
        final var matcher = constraint.matcher();
        matcher.accept('a');
        assertThat(matcher.mask().ids()).containsExactly((int) 'b');
    }
}
