package dev.ingot.foundry.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ingot.Pipeline;
import dev.ingot.foundry.cli.Cli.Outcome;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options of the command, on the small Qwen 2 of the fixtures (context 512, 640 tokens). */
final class GenerateTest {

    @TempDir
    static Path work;

    @BeforeAll
    static void convert() {
        Pipeline.from(Path.of(System.getProperty("ingot.fixtures"), "qwen2")).toOnnx(work.resolve("model"));
    }

    private static Outcome run(final String... more) {
        final var arguments = new ArrayList<>(List.of("generate", "--model", work.resolve("model").toString(),
                "--threads", "1"));
        arguments.addAll(Arrays.asList(more));
        return new Cli(work.resolve("home")).run(arguments.toArray(String[]::new));
    }

    private static Outcome line(final String line) {
        return run(line.split(" "));
    }

    private static JsonObject json(final Outcome outcome) {
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return JsonFiles.parse(Path.of("output"), outcome.out().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyOptionOfSamplingIsTakenAndSeedsReproduce() {
        final String options = "--tokens 5,6,7 --json --max-new-tokens 12 --min-new-tokens 3 --temperature 1.2"
                + " --top-k 50 --top-p 0.95 --min-p 0.01 --typical-p 0.95 --repetition-penalty 1.1"
                + " --frequency-penalty 0.2 --presence-penalty 0.1 --no-repeat-ngram 3"
                + " --logit-bias 9=1.5,11=-Infinity --seed ";
        final var first = json(line(options + "3"));
        assertThat(json(line(options + "3")).integers("tokens")).isEqualTo(first.integers("tokens"))
                .hasSize(12);
        assertThat(json(line(options + "4")).integers("tokens")).isNotEqualTo(first.integers("tokens"));
        assertThat(first.has("logprobs")).isFalse();
    }

    @Test
    void logprobsStandBesideTheirTokens() {
        final var found = json(line("--tokens 5,6,7 --json --greedy --max-new-tokens 4 --logprobs 2"));
        final var steps = found.objects("logprobs").orElseThrow();
        assertThat(steps.stream().map(it -> it.integer("id").orElseThrow()))
                .isEqualTo(found.integers("tokens"));
        for (final var step : steps) {
            assertThat(step.keys()).containsExactly("id", "text", "logprob", "top");
            final var top = step.objects("top").orElseThrow();
            assertThat(top).hasSize(2);
            assertThat(top.getFirst().number("logprob")).isEqualTo(step.number("logprob"));
            assertThat(top.getFirst().number("logprob").orElseThrow())
                    .isBetween(top.getLast().number("logprob").orElseThrow(), 0.0);
        }
    }

    @Test
    void beamsAreTakenAndOneOfThemIsGreedy() {
        final String begin = "--prompt beans --json --greedy --max-new-tokens 8";
        final var one = json(line(begin + " --beams 1"));
        assertThat(one.integers("tokens")).isEqualTo(json(line(begin)).integers("tokens"));
        assertThat(json(line(begin + " --beams 6 --length-penalty 0.5")).integers("tokens"))
                .isNotEmpty();
        assertThat(line("--prompt beans --greedy --max-new-tokens 8 --beams 2").out()).isNotBlank();
        assertThat(line("--prompt beans --beams 2 --timeout 1e-9").err())
                .contains("ended before there was an answer");
    }

    @Test
    void aSearchHasItsScoresAndTheOtherAnswersInJson() {
        final String ids = "--tokens 5,6,7 --json --greedy --max-new-tokens 8 ";
        final var found = json(line(ids + "--beams 3"));
        final var others = found.objects("others").orElseThrow();
        assertThat(others).hasSize(2);
        final var scores = new ArrayList<>(List.of(found.number("score").orElseThrow()));
        others.forEach(it -> {
            assertThat(it.keys()).containsExactly("tokens", "text", "finish_reason", "score");
            scores.add(it.number("score").orElseThrow());
        });
        assertThat(scores).isSortedAccordingTo(Comparator.reverseOrder()).allMatch(it -> it < 0);
        final var greedy = json(line(ids + "--logprobs 0"));
        final double mean = greedy.objects("logprobs").orElseThrow().stream()
                .mapToDouble(it -> it.number("logprob").orElseThrow()).average().orElseThrow();
        final var one = json(line(ids + "--beams 1"));
        assertThat(one.integers("tokens")).isEqualTo(greedy.integers("tokens"));
        assertThat(one.number("score").orElseThrow()).isCloseTo(mean, within(1e-4));
        assertThat(one.objects("others").orElseThrow()).isEmpty();
        assertThat(greedy.has("score")).isFalse();
    }

    @Test
    void aChatIsSearchedWithItsTools() throws IOException {
        final Path tools = Files.writeString(work.resolve("searched.json"),
                """
                        [{"type": "function", "function": {"name": "now", "description": "The time.", "parameters": {}}}]
                        """);
        final String[] arguments = {"--chat", "When?", "--tools", tools.toString(), "--tool-choice",
                "required", "--beams", "2"};
        final var found = json(run(with(arguments, "--json")));
        assertThat(found.string("finish_reason")).hasValue("tool_calls");
        assertThat(found.objects("tool_calls").orElseThrow()).isNotEmpty();
        assertThat(found.objects("others").orElseThrow())
                .allSatisfy(it -> assertThat(it.keys()).contains("content", "tool_calls", "score"));
        assertThat(run(arguments).err()).contains("calls now {}");
        assertThat(line("--chat When? --beams 2 --max-new-tokens 3").out()).isNotBlank();
    }

    @Test
    void guessesLeaveTheAnswerAsItIsAndAreCounted() {
        final String begin = "--tokens 5,6,7,5,6,7,5,6 --json --greedy --max-new-tokens 40";
        final var plain = json(line(begin));
        assertThat(plain.has("speculation")).isFalse();
        for (final String speculate : List.of(" --speculate", " --speculate " + copy())) {
            final var found = json(line(begin + speculate));
            assertThat(found.integers("tokens")).isEqualTo(plain.integers("tokens"));
            final var fared = found.object("speculation").orElseThrow();
            assertThat(fared.keys()).containsExactly("steps", "drafted", "accepted", "acceptance");
            assertThat(fared.integer("drafted").orElseThrow())
                    .isGreaterThanOrEqualTo(fared.integer("accepted").orElseThrow());
        }
        assertThat(json(line(begin + " --same-bits --speculate")).integers("tokens"))
                .isEqualTo(json(line(begin + " --same-bits")).integers("tokens"));
        assertThat(line("--tokens 5 --greedy --max-new-tokens 9 --speculate " + copy()).err())
                .contains("7 of 7 guesses were right (100 %)");
    }

    private static Path copy() {
        final Path target = work.resolve("copy");
        if (!Files.exists(target)) {
            Pipeline.from(Path.of(System.getProperty("ingot.fixtures"), "qwen2")).toOnnx(target);
        }
        return target;
    }

    @Test
    void promptsOfAFileHaveAnObjectEachInTheirOrder() throws IOException {
        final var prompts = List.of("turn on", "lamp", "the heating in the hall");
        final Path file = Files.write(work.resolve("prompts.txt"), prompts);
        final var found = line("--greedy --json --max-new-tokens 9 --sequences 2 --prompts " + file);
        assertThat(found.code()).as(found.err()).isZero();
        assertThat(found.out().lines()).hasSize(3);
        for (int i = 0; i < 3; i++) {
            final var one = JsonFiles.parse(file,
                    found.out().lines().toList().get(i).getBytes(StandardCharsets.UTF_8));
            final var alone = json(
                    run("--greedy", "--json", "--max-new-tokens", "9", "--prompt", prompts.get(i)));
            assertThat(one.integers("tokens")).isEqualTo(alone.integers("tokens"));
            assertThat(one.integers("prompt_tokens")).isEqualTo(alone.integers("prompt_tokens"));
        }
    }

    @Test
    void stopsAndLimitsEndTheAnswer() {
        final String begin = "--tokens 5,6,7 --json --greedy --max-length 30";
        final var whole = json(line(begin));
        assertThat(whole.integers("tokens")).hasSize(27);
        final String text = whole.string("text").orElseThrow();
        final String stop = text.substring(10, 14);
        final var cut = json(run("--tokens", "5,6,7", "--json", "--greedy", "--max-length", "30", "--stop",
                "never there", "--stop", stop));
        assertThat(cut.string("text")).hasValue(text.substring(0, text.indexOf(stop)));
        assertThat(cut.string("finish_reason")).hasValue("stop");
    }

    @Test
    void aChatHasItsPartsInJson() throws IOException {
        final Path tools = Files.writeString(work.resolve("tools.json"),
                """
                        [{"type": "function", "function": {"name": "now", "description": "The time.", "parameters": {}}}]
                        """);
        final Path grammar = Files.writeString(work.resolve("call.gbnf"),
                "root ::= \"Look:\\n<tool_call>\\n{\\\"name\\\": \\\"now\\\", \\\"arguments\\\": {}}\\n</tool_call>\"");
        final String[] arguments = {"--chat", "When?", "--tools", tools.toString(), "--grammar",
                grammar.toString(), "--template-arg", "enable_thinking=false"};
        final var found = json(run(with(arguments, "--json")));
        assertThat(found.string("content")).hasValue("Look:");
        assertThat(found.string("finish_reason")).hasValue("tool_calls");
        assertThat(found.objects("tool_calls").orElseThrow().getFirst().string("name")).hasValue("now");
        final var plain = run(arguments);
        assertThat(plain.out().strip()).isEqualTo("Look:");
        assertThat(plain.err()).contains("calls now {}");
    }

    @Test
    void aDemandedToolIsCalled() throws IOException {
        final Path tools = Files.writeString(work.resolve("demanded.json"),
                """
                        [{"type": "function", "function": {"name": "now", "description": "The time.", "parameters": {}}}]
                        """);
        final String[] arguments = {"--chat", "When?", "--tools", tools.toString(), "--json",
                "--tool-choice"};
        final var found = json(run(with(arguments, "now")));
        assertThat(found.string("finish_reason")).hasValue("tool_calls");
        assertThat(found.string("content")).hasValue("");
        assertThat(run(with(arguments, "then")).err()).contains("then", "[now]");
        assertThat(line("--chat When? --tool-choice required").err()).contains("expected --tools with it");
    }

    private static String[] with(final String[] arguments, final String more) {
        final String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = more;
        return all;
    }

    @Test
    void aTimeoutEndsTheAnswer() {
        final var ended = json(line("--tokens 5,6,7 --json --greedy --timeout 1e-9"));
        assertThat(ended.string("finish_reason")).hasValue("deadline");
        assertThat(ended.integers("tokens")).isEmpty();
        assertThat(json(line("--tokens 5,6,7 --json --greedy --max-new-tokens 2 --timeout 3600"))
                .string("finish_reason")).hasValue("length");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --tokens 5 --greedy --min-p 0.1                       | --greedy: contradicts
            --tokens 5 --greedy --logit-bias 5=1                  | --greedy: contradicts
            --tokens 5 --greedy --seed 3                          | --greedy: contradicts
            --tokens 5 --logit-bias 5:1                           | --logit-bias: expected ids and numbers like
            --tokens 5 --json --logit-bias 640=1                  | logit bias: expected ids from 0 to 639, found 640
            --tokens 5 --logprobs 2                               | --logprobs: only --json
            --prompts prompts.txt                                 | --prompts: answers are printed as --json
            --prompts prompts.txt --json --beams 2                | --beams: expected one prompt, found --prompts
            --tokens 5 --beams 2 --speculate                      | beams: expected a request without speculation
            --prompt beans --length-penalty 2                     | --length-penalty: only --beams
            --prompt beans --beams 0                              | beams: expected 1 to 32, found 0
            --prompt beans --beams 2 --temperature 0.5            | beams: expected a request without sampling
            --tokens 5 --json --logprobs -1                       | logprobs: expected 0 or more
            --tokens 5 --min-new-tokens 5 --max-new-tokens 3      | min new tokens: expected at most max new tokens
            --tokens 5,6 --min-new-tokens 5 --max-length 4        | min new tokens: the prompt has 2 tokens
            --tokens 5,6,7 --max-length 3                         | shorten the prompt, or raise the limit
            --tokens 5,640                                        | expected an id from 0 to 639, found 640
            --tokens -5                                           | expected an id from 0 to 639, found -5
            --tokens 5 --template-arg a=b                         | ask with --chat instead
            --tokens 5 --timeout 0                                | --timeout: expected more than 0 seconds
            --tokens 5 --typical-p 0                              | typical-p: expected above 0
            --tokens 5 --no-repeat-ngram -1                       | no-repeat n-gram: expected 0 or more
            """)
    void whatCannotBeIsRefusedWithWhatToDo(final String line, final String message) {
        final var outcome = line(line);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains(message);
        assertThat(outcome.errors()).hasSize(1);
    }

    @Test
    void emptyPromptsAreRefused() {
        final var outcome = run("--prompt", "");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("the prompt is empty", "give some text");
    }
}
