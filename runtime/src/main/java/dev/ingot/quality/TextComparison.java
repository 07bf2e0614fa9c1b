package dev.ingot.quality;

import dev.ingot.OnnxModel;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.GeneratorOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Loads a float model and its variants, checks that they can be compared, and compares them on a text. */
final class TextComparison {

    private TextComparison() {}

    /**
     * Compares.
     *
     * @param source   what the float model is called in messages
     * @param floats   the float model
     * @param variants what is compared with it
     * @param settings window, threads and listener
     * @param text     the text
     */
    static TextPass.Scores of(final Path source, final OnnxModel floats, final List<OnnxModel> variants,
            final QualitySettings settings, final String text) {
        final GeneratorOptions options = settings.threads().isPresent()
                ? GeneratorOptions.DEFAULT.threads(settings.threads().getAsInt())
                : GeneratorOptions.DEFAULT;
        final var loaded = new ArrayList<Generator>();
        try (var reference = Generator.open(floats, options)) {
            final int[] tokens = reference.tokenizer().encodeRendered(text);
            checkLength(tokens);
            int window = Math.min(settings.window(), reference.contextLength());
            for (final OnnxModel variant : variants) {
                final var generator = Generator.open(variant, options);
                loaded.add(generator);
                check(source, reference, variant, generator, tokens, text);
                window = Math.min(window, generator.contextLength());
            }
            return new TextPass(reference, loaded).run(tokens, window, settings.listener());
        } finally {
            loaded.forEach(Generator::close);
        }
    }

    /** Checks that there is something to predict. */
    static void checkLength(final int[] tokens) {
        if (tokens.length < 2) {
            throw new InvalidOptionException("text: expected at least 2 tokens, found " + tokens.length);
        }
    }

    private static void check(final Path source, final Generator reference, final OnnxModel variant,
            final Generator generator, final int[] tokens, final String text) {
        if (reference.vocabularySize() != generator.vocabularySize()) {
            throw misfit(source, variant, "a score for each of " + reference.vocabularySize() + " tokens",
                    generator.vocabularySize() + " scores");
        }
        if (!Arrays.equals(tokens, generator.tokenizer().encodeRendered(text))) {
            throw misfit(source, variant, "the same tokens for the text", "others");
        }
    }

    private static InvalidOptionException misfit(final Path source, final OnnxModel variant,
            final String expected, final String found) {
        return new InvalidOptionException("variant " + variant.name() + " (" + variant.directory()
                + "): expected a variant of " + source + " with " + expected + ", found " + found);
    }
}
