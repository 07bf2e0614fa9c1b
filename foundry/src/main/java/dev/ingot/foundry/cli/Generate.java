package dev.ingot.foundry.cli;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.runtime.Generation;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.Token;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Generates once. */
@Command(sortOptions = false, sortSynopsis = false, description = "Generate from a prompt, a chat message or token ids.")
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
    private final SpeculateOption speculate = new SpeculateOption();

    @Mixin
    private final LoadingOptions loading = new LoadingOptions();

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
        final var load = loading.options(terminal);
        try (var generator = Generator.open(found, load)) {
            final var generation = speculate.with(adapter.apply(generator, options),
                    asked -> generate(generator, tokens, asked), load,
                    name -> ModelSource.find(name, cache.open(terminal)));
            terminal.out().println(json
                    ? GenerationJson.of(generation, input.chat != null, generator.tokenizer(),
                            PeakMemory.bytes())
                    : "");
            generation.drafts().filter(it -> !json)
                    .ifPresent(it -> terminal.err().println(SpeculateOption.text(it)));
        }
        return 0;
    }

    private GenerationOptions options() {
        if (logprobs != null && !json) {
            throw new InvalidOptionException("--logprobs: only --json has room for them; give it, too");
        }
        if (input.chat == null && !template.isEmpty()) {
            throw new InvalidOptionException(
                    "--tools, --template-arg: only --chat has a template; ask with --chat instead");
        }
        final var options = constraint
                .apply(lengths.apply(GenerationOptions.DEFAULT.sampling(sampling.sampling())));
        return logprobs == null ? options : options.logprobs(logprobs);
    }

    private Generation generate(final Generator generator, final int[] tokens,
            final GenerationOptions options) {
        final Consumer<Token> listener = json ? token -> {} : this::print;
        if (input.prompt != null) {
            return generator.generate(input.prompt, options, listener);
        }
        if (input.chat != null) {
            return generator.chat(options).templateOptions(template.options()).askParts(input.chat,
                    json ? part -> {} : new AnswerPrinter(terminal));
        }
        return generator.generate(tokens, options, listener);
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
