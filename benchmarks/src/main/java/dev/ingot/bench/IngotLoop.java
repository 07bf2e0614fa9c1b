package dev.ingot.bench;

import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.GeneratorOptions;
import dev.ingot.runtime.Sampling;
import java.nio.file.Path;

/** Ingot's generator, timed by itself: from the first new token to the last. */
final class IngotLoop implements DecodeLoop {

    private final Generator generator;

    IngotLoop(final Path directory, final GeneratorOptions options) {
        generator = Generator.open(directory, options);
    }

    @Override
    public String name() {
        return "Ingot";
    }

    @Override
    public Run run(final int[] prompt, final int count) {
        final var generation = generator.generate(prompt,
                GenerationOptions.DEFAULT.maxNewTokens(count).sampling(Sampling.greedy()));
        return new Run(generation.tokens(), generation.timings().decode().toNanos() / 1e9);
    }

    @Override
    public void close() {
        generator.close();
    }
}
