package dev.ingot.foundry.cli;

import dev.ingot.chat.Message;
import dev.ingot.error.CancelledException;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.StorageException;
import dev.ingot.foundry.validate.measure.ProcessStatus;
import dev.ingot.runtime.BeamAnswer;
import dev.ingot.runtime.Generation;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.GeneratorOptions;
import dev.ingot.runtime.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Generates once, or once for each of several prompts. */
@Command(sortOptions = false, sortSynopsis = false, description = "Generate from prompts, a chat message or token ids.")
final class Generate implements Callable<Integer> {

    /** What to begin with: exactly one. */
    static final class Input {

        @Option(names = "--prompt", required = true, paramLabel = "TEXT", description = "Plain text to continue.")
        @Nullable
        String prompt;

        @Option(names = "--chat", required = true, paramLabel = "TEXT", description = "A message to answer, put into the model's chat template.")
        @Nullable
        String chat;

        @Option(names = "--tokens", required = true, paramLabel = "IDS", description = "Token ids to continue, for example 1,2,3; none are added.")
        @Nullable
        String tokens;

        @Option(names = "--prompts", required = true, paramLabel = "FILE", description = "Plain texts to continue side by side, one a line; with --json, which prints an object for each, in their order.")
        @Nullable
        Path prompts;
    }

    @Option(names = "--model", required = true, paramLabel = "NAME|DIR", description = "A model of the cache, or a model's directory.")
    String model = "";

    @ArgGroup(multiplicity = "1")
    Input input = new Input();

    @Mixin
    private final LengthOptions lengths = new LengthOptions();

    @Mixin
    private final SamplingOptions sampling = new SamplingOptions();

    @Option(names = "--logprobs", paramLabel = "N", description = "With --json: the log-probability of each token to"
            + " the model, and the N most probable ones.")
    @Nullable
    Integer logprobs;

    @Mixin
    private final ConstraintOptions constraint = new ConstraintOptions();

    @Mixin
    private final TemplateOptions template = new TemplateOptions();

    @Mixin
    private final AdapterOption adapter = new AdapterOption();

    @Mixin
    private final BeamsOption beams = new BeamsOption();

    @Mixin
    private final SpeculateOption speculate = new SpeculateOption();

    @Mixin
    private final LoadingOptions loading = new LoadingOptions();

    @Option(names = "--sequences", paramLabel = "N", description = "With --prompts: how many at a time; default: ${DEFAULT-VALUE}.")
    int sequences = GeneratorOptions.DEFAULT.sequences();

    @Option(names = "--json", description = "Print one JSON object with token ids, text and timings.")
    boolean json;

    @Mixin
    private final CacheOption cache = new CacheOption();
    private final Terminal terminal;

    Generate(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        final var options = options();
        final int[] tokens = input.tokens == null ? new int[0] : parse(input.tokens);
        final var found = ModelSource.find(model, cache.open(terminal));
        final var load = beams.apply(loading.options(terminal).sequences(sequences));
        try (var generator = Generator.open(found, load)) {
            final Runnable printing = speculate.with(adapter.apply(generator, options),
                    asked -> answer(generator, tokens, asked), load,
                    name -> ModelSource.find(name, cache.open(terminal)));
            printing.run();
        }
        return 0;
    }

    /** Generates or searches; returns what is left to be printed. */
    private Runnable answer(final Generator generator, final int[] tokens, final GenerationOptions options) {
        if (beams.isGiven()) {
            final var found = search(generator, tokens, options);
            return () -> print(found, generator);
        }
        final var answers = generate(generator, tokens, options);
        return () -> answers.forEach(answer -> print(answer, generator));
    }

    private GenerationOptions options() {
        if (logprobs != null && !json) {
            throw new InvalidOptionException("--logprobs: only --json has room for them; give it, too");
        }
        if (beams.isGiven() && input.prompts != null) {
            throw new InvalidOptionException(
                    "--beams: expected one prompt, found --prompts; give them one by one, as --prompt");
        }
        if (input.chat == null && !template.isEmpty()) {
            throw new InvalidOptionException(
                    "--tools, --tool-choice, --template-arg: only --chat has a template; ask with --chat instead");
        }
        if (input.prompts != null && !json) {
            throw new InvalidOptionException("--prompts: answers are printed as --json; give it, too");
        }
        final var options = constraint
                .apply(lengths.apply(GenerationOptions.DEFAULT.sampling(sampling.sampling())));
        return logprobs == null ? options : options.logprobs(logprobs);
    }

    private List<Generation> generate(final Generator generator, final int[] tokens,
            final GenerationOptions options) {
        if (input.prompts != null) {
            return generator.generateAll(prompts(input.prompts), options);
        }
        final Consumer<Token> listener = json ? token -> {} : this::print;
        if (input.prompt != null) {
            return List.of(generator.generate(input.prompt, options, listener));
        }
        if (input.chat != null) {
            return List.of(template.apply(generator.chat(options)).askParts(input.chat,
                    json ? part -> {} : new AnswerPrinter(terminal)));
        }
        return List.of(generator.generate(tokens, options, listener));
    }

    private static List<String> prompts(final Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new StorageException("read", file, e);
        }
    }

    private List<BeamAnswer> search(final Generator generator, final int[] tokens,
            final GenerationOptions options) {
        final List<BeamAnswer> found;
        if (input.prompt != null) {
            found = generator.search(input.prompt, options, beams.options());
        } else if (input.chat != null) {
            found = template.apply(generator.chat(options)).add(Message.user(input.chat))
                    .search(beams.options());
        } else {
            found = generator.search(tokens, options, beams.options());
        }
        if (found.isEmpty()) {
            throw new CancelledException("the search ended before there was an answer");
        }
        return found;
    }

    private void print(final Generation generation, final Generator generator) {
        if (json) {
            terminal.out().println(json(generator).of(generation));
        } else {
            terminal.out().println();
            generation.drafts().ifPresent(it -> terminal.err().println(SpeculateOption.text(it)));
        }
    }

    private void print(final List<BeamAnswer> found, final Generator generator) {
        if (json) {
            terminal.out().println(json(generator).of(found));
            return;
        }
        final var best = found.getFirst().generation();
        if (input.chat == null) {
            terminal.out().println(best.text());
        } else {
            new AnswerPrinter(terminal).print(best);
            terminal.out().println();
        }
    }

    private GenerationJson json(final Generator generator) {
        return new GenerationJson(input.chat != null, generator.tokenizer(),
                ProcessStatus.now().bytes("VmHWM"));
    }

    private void print(final Token token) {
        terminal.out().print(token.text());
        terminal.out().flush();
    }

    private static int[] parse(final String text) {
        try {
            return Arrays.stream(text.split(",", -1)).map(String::strip).mapToInt(Integer::parseInt)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new InvalidOptionException("--tokens: expected ids like 1,2,3, found \"" + text + "\"", e);
        }
    }
}
