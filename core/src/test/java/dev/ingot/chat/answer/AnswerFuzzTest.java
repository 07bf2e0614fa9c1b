package dev.ingot.chat.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.json.JsonFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Broken answers in random pieces: nothing is thrown, no character is lost, and pieces do not matter. */
final class AnswerFuzzTest {

    private static final long SEED = 20260914;
    private static final int MUTANTS = 6_000;
    private static final List<AnswerFormat> FORMATS = List.of(AnswerFormat.values());
    private static final List<String> PIECES = List.of("{", "}", "[", "]", "\"", "'", "\\", ",", ":", "(",
            ")",
            "=", ";", "\n", " ", "<", ">", "|", "```", "json", "name", "\"name\":", "\"arguments\": {}",
            "null", "1e9",
            "<think>", "</think>", "<tool_call>", "</tool_call>", "<|python_tag|>", "[TOOL_CALLS]", "[ARGS]",
            "<|channel|>", "<|message|>", "<|end|>", "<|start|>", "<code>", "</code>", "functools",
            "<function=", "<parameter=city>", "</parameter>", "</function>", "<response>", "</response>",
            "days", "é",
            "\ud83d",
            "\ude00", "\u0000");

    private static String mutant(final SplittableRandom random) {
        final var corpus = Stream.concat(Written.all().stream(), Written.malformed().stream())
                .map(Written::text).toList();
        final var text = new StringBuilder(corpus.get(random.nextInt(corpus.size())));
        for (int i = random.nextInt(6); i > 0; i--) {
            final int at = random.nextInt(text.length() + 1);
            final int end = Math.min(text.length(), at + random.nextInt(1, 8));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, text.substring(at, end));
                case 2 -> text.append(corpus.get(random.nextInt(corpus.size())));
                default -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
            }
        }
        return text.toString();
    }

    private static String[] cut(final String text, final SplittableRandom random) {
        final var pieces = Stream.<String>builder();
        for (int at = 0; at < text.length();) {
            final int end = Math.min(text.length(), at + random.nextInt(1, 9));
            pieces.add(text.substring(at, end));
            at = end;
        }
        return pieces.build().toArray(String[]::new);
    }

    @Test
    void nothingIsThrownAndNothingIsLost() {
        final var random = new SplittableRandom(SEED);
        int calls = 0;
        for (int i = 0; i < MUTANTS; i++) {
            final String text = mutant(random);
            final var format = FORMATS.get(random.nextInt(FORMATS.size()));
            final var whole = Pieces.parse(format, text);
            assertThat(Pieces.sources(whole)).as("%s %d", format, i).isEqualTo(text);
            assertThat(Pieces.parse(format, cut(text, random))).as("%s %d: %s", format, i, text)
                    .isEqualTo(whole);
            for (final ToolCall call : Answer.of(whole).toolCalls()) {
                calls++;
                assertThat(JsonFiles.parseValue(Path.of("call"), call.arguments())).isInstanceOf(Map.class);
            }
        }
        assertThat(calls).isGreaterThan(MUTANTS / 20);
    }

    @Test
    void longAnswersThatPromiseCallsAreReadToTheirEnds() {
        for (final String piece : List.of("<tool_call>{\"name\":", "[TOOL_CALLS]", "<tool_call>[", "{\"a\":",
                "<|channel|>", "<|start|>x", "<｜tool▁calls▁begin｜>",
                "<function=f><parameter=a>", "<tool_call><function=get_weather><parameter=places>[",
                "</parameter>\n", "<response>")) {
            for (final AnswerFormat format : AnswerFormat.values()) {
                final String text = piece.repeat(2_000);
                assertThat(Pieces.sources(Pieces.parse(format, cut(text, new SplittableRandom(SEED)))))
                        .isEqualTo(text);
            }
        }
    }
}
