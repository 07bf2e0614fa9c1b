package dev.ingot.bench;

import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.GeneratorOptions;
import dev.ingot.runtime.Sampling;
import dev.ingot.runtime.TextSession;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Ingot's generator with its own settings, arg-max, detokenizer and stop strings included. */
final class IngotSpeed implements SpeedRunner {

    private final String name;
    private final Path directory;
    private final Map<Integer, Generator> generators = new HashMap<>(); // by threads
    private final Map<Integer, TextSession> texts = new HashMap<>(); // by threads; keep their caches between rounds

    IngotSpeed(final String name, final Path directory) {
        this.name = name;
        this.directory = directory;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double measure(final SpeedCase speed) {
        final var options = GenerationOptions.DEFAULT.maxNewTokens(Math.max(1, speed.tokens()))
                .sampling(Sampling.greedy());
        if (speed.tokens() == 0) {
            final var made = generator(speed.threads()).generate(Prompts.random(speed.prompt()), options);
            return speed.prompt() / (made.timings().prefill().toNanos() / 1e9);
        }
        final var made = texts.computeIfAbsent(speed.threads(), threads -> generator(threads).text())
                .generate(Prompts.random(speed.depth()), options);
        if (made.tokens().size() < speed.tokens()) {
            throw new IllegalStateException(name + ": an end token after " + made.tokens().size());
        }
        return made.timings().tokensPerSecond();
    }

    private Generator generator(final int threads) {
        return generators.computeIfAbsent(threads,
                count -> Generator.open(directory, GeneratorOptions.DEFAULT.threads(count)));
    }

    @Override
    public void close() {
        generators.values().forEach(Generator::close);
    }
}
