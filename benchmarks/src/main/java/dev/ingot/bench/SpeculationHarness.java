package dev.ingot.bench;

import dev.ingot.chat.Message;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import dev.ingot.runtime.Drafts;
import dev.ingot.runtime.Generation;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.GeneratorOptions;
import dev.ingot.runtime.Sampling;
import dev.ingot.runtime.Speculation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares greedy answers with and without guesses ahead, in turns, question by question. The questions are those of a file of
 * dialogues, of one category or of all.
 *
 * <pre>
 * mvn -q -Pbench -pl benchmarks -am verify -DskipTests -Dbench.main=dev.ingot.bench.SpeculationHarness \
 *     -Djmh.args="--model DIR [--draft DIR] --dialogues examples/models/eval/test.jsonl [--category followup] \
 *         [--threads 1] [--rounds 5] [--questions 100] [--tokens 64] [--same-bits 1]"
 * </pre>
 */
public final class SpeculationHarness {

    private static final String PLAIN = "plain";

    private final Generator generator;
    private final Map<String, GenerationOptions> ways = new LinkedHashMap<>();
    private boolean same = true;

    private SpeculationHarness(final Generator generator, final GenerationOptions plain) {
        this.generator = generator;
        ways.put(PLAIN, plain);
        ways.put("prompt lookup", plain.speculation(Speculation.promptLookup()));
    }

    /** Asks one question. */
    private interface Question {

        Generation ask(GenerationOptions options);
    }

    /** What the answers of one round cost, all together. */
    private static final class Sum {

        private double decoding;
        private double processor;
        private int tokens;
        private int steps;
        private int drafted;
        private int accepted;

        void add(final Generation answer, final long processorNanos) {
            decoding += answer.timings().decode().toNanos() / 1e9;
            processor += processorNanos / 1e9;
            tokens += answer.tokens().size();
            final Drafts drafts = answer.drafts().orElse(new Drafts(0, 0, 0));
            drafted += drafts.drafted();
            accepted += drafts.accepted();
            steps += answer.tokens().size() - drafts.accepted();
        }
    }

    /**
     * Runs the comparison.
     *
     * @param args as in the description of the class
     * @throws IOException if a file cannot be read
     */
    public static void main(final String[] args) throws IOException {
        final var arguments = Arguments.parse(args, "--model", "--draft", "--dialogues", "--category",
                "--threads",
                "--rounds", "--questions", "--tokens", "--same-bits");
        final int threads = (int) arguments.number("--threads", 1);
        final var loading = GeneratorOptions.DEFAULT.threads(threads)
                .sameBits(arguments.number("--same-bits", 0) == 1);
        final int tokens = (int) arguments.number("--tokens", 64);
        final var plain = GenerationOptions.DEFAULT.sampling(Sampling.greedy()).maxNewTokens(tokens);
        try (var generator = Generator.open(Path.of(arguments.required("--model")), loading)) {
            System.out.println(Figures.environment() + ", " + threads + " threads");
            final var harness = new SpeculationHarness(generator, plain);
            final List<Question> questions = harness.dialogues(Path.of(arguments.required("--dialogues")),
                    arguments.text("--category").orElse(""), arguments.number("--questions", 100));
            final int rounds = (int) arguments.number("--rounds", 5);
            final var draft = arguments.text("--draft");
            if (draft.isPresent()) {
                try (var guessing = Generator.open(Path.of(draft.get()), loading)) {
                    harness.ways.put("draft model", plain.speculation(Speculation.draft(guessing)));
                    harness.compare(questions, rounds);
                }
            } else {
                harness.compare(questions, rounds);
            }
        }
    }

    private List<Question> dialogues(final Path file, final String category, final long most)
            throws IOException {
        final var questions = new ArrayList<Question>();
        for (final String line : Files.readAllLines(file)) {
            final JsonObject dialogue = JsonFiles.parse(file, line.getBytes(StandardCharsets.UTF_8));
            if (questions.size() < most && dialogue.asMap().get("messages") instanceof List<?> list
                    && (category.isEmpty() || category.equals(dialogue.asMap().get("category")))) {
                final List<Message> messages = list.stream().map(it -> (Map<?, ?>) it)
                        .map(it -> new Message(String.valueOf(it.get("role")),
                                String.valueOf(it.get("content"))))
                        .toList();
                questions.add(options -> {
                    final var talk = generator.chat(options);
                    messages.forEach(talk::add);
                    return talk.answer();
                });
            }
        }
        return questions;
    }

    private void compare(final List<Question> questions, final int rounds) {
        final Map<String, List<Sum>> sums = new LinkedHashMap<>();
        for (int round = -1; round < rounds; round++) {
            final Map<String, Sum> each = new LinkedHashMap<>();
            for (final Question question : questions) {
                ask(question, each);
            }
            if (round >= 0) {
                each.forEach((way, sum) -> sums.computeIfAbsent(way, it -> new ArrayList<>()).add(sum));
            }
        }
        sums.forEach((way, some) -> report(way, some, sums.getOrDefault(PLAIN, some)));
        System.out.printf("%d questions, %s answers%n", questions.size(), same ? "the same" : "NOT THE SAME");
    }

    private void ask(final Question question, final Map<String, Sum> sums) {
        final var answers = new LinkedHashMap<String, List<Integer>>();
        ways.forEach((way, options) -> {
            final long before = Figures.processorNanos();
            final Generation answer = question.ask(options);
            sums.computeIfAbsent(way, it -> new Sum()).add(answer, Figures.processorNanos() - before);
            answers.put(way, answer.tokens());
        });
        same &= answers.values().stream().distinct().count() == 1;
    }

    private static void report(final String way, final List<Sum> sums, final List<Sum> plain) {
        final Sum last = sums.getLast();
        final var clock = new ArrayList<Double>();
        final var processor = new ArrayList<Double>();
        for (int i = 0; i < sums.size(); i++) {
            clock.add(plain.get(i).decoding / sums.get(i).decoding);
            processor.add(plain.get(i).processor / sums.get(i).processor);
        }
        System.out.printf("%-14s %s tokens/s, %s times plain, %s by processor time; %.2f tokens a step, "
                + "%d of %d guesses right (%.0f %%)%n", way,
                Figures.spread("%.0f", sums.stream().map(it -> it.tokens / it.decoding).toList()),
                Figures.spread("%.2f", clock), Figures.spread("%.2f", processor),
                (double) last.tokens / last.steps, last.accepted, last.drafted,
                last.drafted == 0 ? 0.0 : 100.0 * last.accepted / last.drafted);
    }
}
