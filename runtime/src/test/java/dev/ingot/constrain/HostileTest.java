package dev.ingot.constrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.constrain.match.TokenConstraint;
import dev.ingot.constrain.schema.SchemaCompiler;
import dev.ingot.constrain.text.GbnfParser;
import dev.ingot.constrain.text.RegexParser;
import dev.ingot.error.ConstraintException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Constraints that are meant to hurt end in an error, or work. */
final class HostileTest {

    @ParameterizedTest
    @ValueSource(strings = {"((((a{1000}){1000}){1000}){1000}){1000}", "(((){100000}){100000}){100000}",
            "(\\p{L}{300}){300}", "((a?){100000}){100000}"})
    void largeExpressionsAreRefused(final String pattern) {
        checkBounded(() -> Constraint.regex(pattern));
    }

    @Test
    void deepGroupsAreRefused() {
        checkBounded(() -> Constraint.regex("(".repeat(50_000) + ")".repeat(50_000)));
        checkBounded(() -> Constraint.gbnf("root ::= " + "(".repeat(50_000) + "\"a\"" + ")".repeat(50_000)));
    }

    @Test
    void deepSchemasAreRefused() {
        checkBounded(() -> Constraint.jsonSchema("{\"items\":".repeat(50_000) + "{}" + "}".repeat(50_000)));
        checkBounded(() -> Constraint.jsonSchema("{\"items\":".repeat(190) + "{}" + "}".repeat(190)));
    }

    @Test
    void manyQuantifiersAndLongTuplesAreRefusedOrWork() {
        checkBounded(() -> Constraint.gbnf("root ::= \"a\"" + "*".repeat(50_000)));
        checkBounded(() -> Constraint
                .jsonSchema("{\"prefixItems\":[" + "{\"const\":1},".repeat(50_000) + "true]}"));
        final var tuple = SchemaCompiler
                .grammar("{\"prefixItems\":[" + "{\"const\":1},".repeat(5_000) + "true]}");
        assertThat(Texts.fits(tuple, "[" + "1,".repeat(5_000) + "2]")).isTrue();
    }

    /** What was begun when a step was given up must not be found by the next text. */
    @Test
    void whatWasTooMuchDoesNotSpoilTheNextText() {
        final List<String> letters = "abcdeghijklmnoprstuvABCDEFGHIJKLMNOPQRSTUVW023456789".chars()
                .mapToObj(it -> "\"" + (char) it + "\"").toList();
        final TokenConstraint constraint = Texts.compiled(GbnfParser.grammar(
                "root ::= \"x\" (it?){2500} \"!\" | \"x\" (" + String.join(" word \"1\" | ", letters)
                        + " word \"1\") | \"y\" word \"2\"\nword ::= \"f\"\nit ::= "
                        + String.join(" \"-\"? | ", letters)));
        final var matcher = constraint.matcher();
        matcher.accept('x');
        assertThatThrownBy(matcher::mask).isInstanceOf(ConstraintException.class)
                .hasMessageContaining("too ambiguous");
        assertThat(Texts.fits(constraint, "yf2")).isTrue();
        assertThat(Texts.fits(constraint, "yf1")).isFalse();
    }

    @Test
    void longChainsOfRulesWork() {
        final String rules = "root ::= r0\n"
                + IntStream.range(0, 15_000).mapToObj(i -> "r" + i + " ::= r" + (i + 1))
                        .collect(Collectors.joining("\n"))
                + "\nr15000 ::= \"a\"\n";
        assertThat(Texts.fits(GbnfParser.grammar(rules), "a")).isTrue();
        checkBounded(() -> Constraint.gbnf(rules.replace("r15000 ::= \"a\"", "r15000 ::= r0 | \"a\"")));
    }

    @Test
    void expressionsThatCostOthersExponentialTimeAreCheap() {
        final TokenConstraint constraint = Texts.compiled(RegexParser.grammar("(a*)*b|(a|a)*c|(a|aa)+d"));
        assertThat(Texts.fits(constraint, "a".repeat(5_000) + "d")).isTrue();
        assertThat(Texts.fits(constraint, "a".repeat(5_000) + "e")).isFalse();
    }

    @Test
    void ambiguousGrammarsShareTheirStacks() {
        final TokenConstraint constraint = Texts.compiled(
                GbnfParser.grammar(
                        "root ::= \"a\" root \"b\" | \"a\" root \"c\" | \"a\" root root \"d\" | \"e\""));
        assertThat(Texts.fits(constraint, "a".repeat(300) + "e" + "bc".repeat(150))).isTrue();
        assertThat(Texts.fits(constraint, "a".repeat(300) + "e" + "bc".repeat(149) + "b")).isFalse();
    }

    /** Each of these needs as many places as the text is long, or many more. */
    @ParameterizedTest
    @ValueSource(strings = {"(.{0,300}){0,300}", "((a|b|c){0,2000}){0,40}x", "(a?){3000}a{3000}"})
    void workIsBoundedWhileTokensAreChosen(final String pattern) {
        checkBounded(() -> {
            final var matcher = Texts.compiled(RegexParser.grammar(pattern)).matcher();
            for (int i = 0; i < 50; i++) {
                matcher.mask();
                matcher.accept('a');
            }
        });
    }

    @Test
    void nestingIsBoundedButGoesOnBelow() {
        final var matcher = Texts.compiled(SchemaCompiler.anyJson()).matcher();
        int depth = 0;
        while (matcher.mask().allows('[')) {
            matcher.accept('[');
            depth++;
        }
        assertThat(depth).isBetween(500, 5_000);
        for (int i = 0; i < depth; i++) {
            matcher.accept(']');
        }
        assertThat(matcher.isComplete()).isTrue();
    }

    @Test
    void parsersAcceptOrRefuseAnything() {
        fuzz("()[]{}|*+?\\^$.-,ab09:=!<>pdu&\n", Constraint::regex);
        fuzz("root ::=\"'\\[]()|*+?{},#\n^-.ab09xuU ", text -> Constraint.gbnf("root ::= " + text));
        fuzz("start: AaB\"/\\[]()|*+?~.123%->\n ", text -> Constraint.lark("start: " + text));
        fuzz("start:%ignoreAB\"/ \n", Constraint::lark);
        fuzz("root:=\"\\[]()|*+?{}#\n", Constraint::gbnf);
    }

    private static void fuzz(final String alphabet, final Consumer<String> parser) {
        final var random = new SplittableRandom(9);
        for (int i = 0; i < 3_000; i++) {
            final String text = random.ints(random.nextInt(25), 0, alphabet.length())
                    .mapToObj(at -> alphabet.substring(at, at + 1)).collect(Collectors.joining());
            try {
                parser.accept(text);
            } catch (ConstraintException e) {
                assertThat(e.getMessage()).as(text).isNotEmpty();
            }
        }
    }

    private static void checkBounded(final Runnable work) {
        assertThatThrownBy(() -> {
            work.run();
            throw new ConstraintException("test", "", "it works");
        }).isInstanceOf(ConstraintException.class);
    }
}
