package dev.ingot.chat.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers of every family, whole and in pieces. */
final class AnswerParserTest {

    static Stream<Written> written() {
        return Stream.concat(Written.all().stream(), Written.malformed().stream());
    }

    private static AnswerParser parser(final Written written) {
        return written.format().parser(written.prompt(), true, Written.TOOLS, 0);
    }

    @ParameterizedTest
    @MethodSource("written")
    void takesAnAnswerApart(final Written written) {
        final var parts = Pieces.parse(parser(written), written.text());
        final var answer = Answer.of(parts);
        assertThat(answer.content()).isEqualTo(written.content());
        assertThat(answer.reasoning()).isEqualTo(written.reasoning());
        assertThat(answer.toolCalls()).extracting(
                call -> (call.id().startsWith("call0") ? "" : call.id() + ":") + call.name()
                        + call.arguments())
                .isEqualTo(written.calls());
        assertThat(Pieces.sources(parts)).isEqualTo(written.text());
    }

    @ParameterizedTest
    @MethodSource("written")
    void itDoesNotMatterWhereAnAnswerIsCut(final Written written) {
        final String text = written.text();
        final var whole = Pieces.parse(parser(written), text);
        for (int cut = 1; cut < text.length(); cut++) {
            assertThat(Pieces.parse(parser(written), text.substring(0, cut), text.substring(cut)))
                    .as("cut at %d", cut).isEqualTo(whole);
        }
        assertThat(Pieces.parse(parser(written), text.split(""))).isEqualTo(whole);
    }

    @Test
    void contentAndReasoningComeAsSoonAsTheyCan() {
        final var parser = AnswerFormat.HERMES.parser("", true, 0);
        assertThat(parser.next("<thi")).isEmpty();
        assertThat(parser.next("nk>\nbecause")).containsExactly(
                new AnswerPart.Reasoning("because", "<think>\nbecause"));
        assertThat(parser.next(" so </th")).containsExactly(new AnswerPart.Reasoning(" so", " so"));
        assertThat(parser.next("ink>\n\nyes")).containsExactly(
                new AnswerPart.Content("yes", " </think>\n\nyes"));
        assertThat(parser.next(" < no")).containsExactly(new AnswerPart.Content(" < no", " < no"));
        assertThat(parser.end()).isEmpty();
        assertThatThrownBy(() -> parser.next("more")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void withoutToolsWhatLooksLikeACallIsContent() {
        final String text = "<tool_call>{\"name\": \"f\", \"arguments\": {}}</tool_call>";
        final var parts = Pieces.parse(AnswerFormat.HERMES.parser("", false, 0), text);
        assertThat(Answer.of(parts)).isEqualTo(new Answer(text));
    }

    @Test
    void callsGetIdsOfTheirOwnThatMistralTakes() {
        final String call = "<tool_call>{\"name\": \"f\"}</tool_call>";
        final var answer = Answer.of(Pieces.parse(AnswerFormat.HERMES.parser("", true, 7), call + call));
        assertThat(answer.toolCalls()).extracting(ToolCall::id).containsExactly("call00008", "call00009")
                .allMatch(id -> id.matches("[A-Za-z0-9]{9}"));
    }

    @Test
    void reasoningThatIsNotFinishedStaysReasoning() {
        final var answer = Answer.of(Pieces.parse(AnswerFormat.PLAIN, "<think>", "still at it </th", "x "));
        assertThat(answer).isEqualTo(new Answer("", "still at it </thx", List.of()));
    }

    @Test
    void anAnswerBecomesAMessageForTemplates() {
        final var answer = new Answer("Look:", "why", List.of(new ToolCall("c1", "f", "{\"a\":[1,null]}")));
        final var message = answer.message();
        assertThat(message.content()).isEqualTo("Look:");
        assertThat(message.extra()).containsEntry("reasoning_content", "why");
        assertThat(message.extra().get("tool_calls")).asString()
                .isEqualTo("[{id=c1, type=function, function={name=f, arguments={a=[1, null]}}}]");
        assertThat(new Answer("text").message().extra()).isEmpty();
    }
}
