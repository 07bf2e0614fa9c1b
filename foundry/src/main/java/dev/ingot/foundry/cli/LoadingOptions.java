package dev.ingot.foundry.cli;

import dev.ingot.foundry.settings.Settings;
import dev.ingot.runtime.GeneratorOptions;
import dev.ingot.runtime.Tuning;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a model is loaded: as {@code tune} found best for this machine, unless told otherwise. */
final class LoadingOptions {

    @Option(names = "--threads", paramLabel = "N", description = "Threads of a step; default: what tune found, else the physical cores.")
    @Nullable
    Integer threads;

    @Option(names = "--same-bits", description = "Round a text's logits alike however it is computed - beside others, with"
            + " guesses, from a cache -, so that the answer is the same; up to a quarter slower.")
    boolean sameBits;

    GeneratorOptions options(final Terminal terminal) {
        final GeneratorOptions usual = Settings.of(terminal.environment()).tuned(Tuning.machine())
                .map(settings -> settings.apply(GeneratorOptions.DEFAULT)).orElse(GeneratorOptions.DEFAULT);
        return (threads == null ? usual : usual.threads(threads)).sameBits(sameBits);
    }
}
