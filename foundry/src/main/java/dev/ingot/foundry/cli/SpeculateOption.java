package dev.ingot.foundry.cli;

import dev.ingot.OnnxModel;
import dev.ingot.runtime.Drafts;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.GeneratorOptions;
import dev.ingot.runtime.Speculation;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How tokens are guessed ahead. */
final class SpeculateOption {

    @Option(names = "--speculate", arity = "0..1", paramLabel = "NAME|DIR", fallbackValue = "", description = "Guess tokens"
            + " ahead and compute several at once: from what the text said before, or with a smaller model of the same"
            + " tokenizer. The answer stays the same, unless rounding decides between two tokens; with --same-bits always.")
    @Nullable
    String speculate;

    /** Generates with the guesses that were asked for. */
    <T> T with(final GenerationOptions options, final Function<GenerationOptions, T> generate,
            final GeneratorOptions loading, final Function<String, OnnxModel> find) {
        if (speculate == null) {
            return generate.apply(options);
        }
        if (speculate.isEmpty()) {
            return generate.apply(options.speculation(Speculation.promptLookup()));
        }
        try (var smaller = Generator.open(find.apply(speculate), loading)) {
            return generate.apply(options.speculation(Speculation.draft(smaller)));
        }
    }

    /** Says how guesses fared. */
    static String text(final Drafts drafts) {
        return String.format(Locale.ROOT, "%d of %d guesses were right (%.0f %%), in %d steps",
                drafts.accepted(),
                drafts.drafted(), 100 * drafts.acceptance(), drafts.steps());
    }
}
