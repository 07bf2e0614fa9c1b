package dev.ingot.foundry.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.runtime.FinishReason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {

    private static final Judge JUDGE = new Judge(new Likeness(Optional.empty()));

    private static Reply reply(final String text, final FinishReason reason) {
        return new Reply(text, List.of(1, 2, 3), 5, Optional.of(reason), Optional.empty(),
                Duration.ofMillis(20),
                Optional.of(Duration.ofMillis(5)), 100);
    }

    private static Answer judge(final String keys, final String text) {
        return judge(JUDGE, keys, text);
    }

    private static Answer judge(final Judge judge, final String keys, final String text) {
        final var suite = Suite.parse(Path.of("s"), "{\"id\": \"x\", \"ask\": \"q\", " + keys + "}");
        return judge.judge(suite.items().getFirst(), reply(text, FinishReason.STOP));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', value = {"\"exact\": \"yes\" !` yes\n`",
            "\"json\": {\"a\": 1} !{ \"a\": 1.0 }",
            "\"json\": null !null", "\"regex\": \"[a-z ]+\" !all small",
            "\"contains\": [\"Kitchen\", \"40\"] !the kitchen at 40%",
            "\"similar\": \"turn on the lamp\" !Turn on a lamp!",
            "\"similar\": [\"no\", \"yes please\"], \"min_f1\": 0.6 !yes",
            "\"format\": \"text\" !x", "\"format\": \"line\" !x", "\"format\": \"number\" ! -1.5e3",
            "\"format\": \"json\" ![1]",
            "\"format\": \"json_object\" !{}", "\"format\": \"json_array\" ![]",
            "\"category\": \"any\" !anything"})
    void right(final String keys, final String text) {
        assertThat(judge(keys, text).wrong()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', value = {
            "\"exact\": \"yes\" !Yes !expected exactly \"yes\"",
            "\"json\": {\"a\": 1} !{\"a\": 2} !$.a: expected 1, found 2",
            "\"json\": 1 !```json 1 ``` !expected JSON, found Unexpected",
            "\"json\": 1 !`` !expected JSON, found No content",
            "\"json\": 1 !1 2 !expected JSON, found Trailing token",
            "\"regex\": \"[a-z]+\" !A !expected a text that matches [a-z]+",
            "\"contains\": [\"kitchen\", \"40\"] !hall !expected a text with \"kitchen\" and \"40\" in it",
            "\"similar\": \"turn on the lamp\" !close the blinds !expected words in common (F1) of at least 0.80",
            "\"similar\": \"on\", \"min_cosine\": 0.5 !on !expected a cosine of at least 0.50, found a model or a text without",
            "\"format\": \"text\" !` ` !expected the format text",
            "\"format\": \"line\" !`a\nb` !expected the format line",
            "\"format\": \"number\" !12 C !expected the format number",
            "\"format\": \"json\" !yes !expected the format json",
            "\"format\": \"json_object\" ![] !expected the format json_object",
            "\"format\": \"json_array\" !{} !expected the format json_array"})
    void wrong(final String keys, final String text, final String told) {
        assertThat(judge(keys, text).wrong()).singleElement().asString().startsWith(told);
    }

    /** Asks for no character, so that nothing can stop it; it ends by itself long after it was given up, and soon. */
    @Test
    void anExpressionThatReadsNothingDoesNotHoldUpTheRun() {
        final var hasty = new Judge(new Likeness(Optional.empty()), Duration.ofMillis(4));
        assertThat(judge(hasty, "\"regex\": \"(?:(?=)){30000000}.*\"", "").wrong()).singleElement().asString()
                .startsWith("the expression (?:(?=)){30000000}.* takes too long");
    }

    @Test
    void everythingThatIsWrongIsTold() {
        assertThat(judge("\"exact\": \"a\", \"format\": \"json\", \"contains\": \"c\"", "b").wrong())
                .hasSize(3);
    }

    @Test
    void anAnswerThatWasCutOffIsNamedSo() {
        final var item = Suite.parse(Path.of("s"), "{\"id\": \"x\", \"ask\": \"q\", \"json\": {\"a\": 1}}")
                .items()
                .getFirst();
        final Answer answer = JUDGE.judge(item, reply("{\"a\":", FinishReason.LENGTH));
        assertThat(answer.wrong()).hasSize(2).last().asString()
                .isEqualTo("the answer was cut off after 3 tokens");
        assertThat(answer.cutOff()).isTrue();
        assertThat(answer.formatted()).contains(false);
        assertThat(JUDGE.judge(item, reply("{\"a\":1}", FinishReason.LENGTH)).right()).isTrue();
    }

    @Test
    void noAnswerIsWrongAndHasNoFigures() {
        final var item = Suite.parse(Path.of("s"), "{\"id\": \"x\", \"ask\": \"q\", \"exact\": \"a\"}")
                .items().getFirst();
        final Answer answer = JUDGE.judge(item, Reply.failed("too long", Duration.ofMillis(1)));
        assertThat(answer.wrong()).containsExactly("too long");
        assertThat(answer.f1()).isEmpty();
        assertThat(answer.formatted()).isEmpty();
    }
}
