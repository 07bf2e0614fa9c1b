package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.error.CancelledException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Closing while eight threads do all that can be done with a model. */
final class CloseUnderLoadTest {

    private static final int THREADS = 8;
    private static final GenerationOptions GREEDY = GenerationOptions.DEFAULT.sampling(Sampling.greedy())
            .maxNewTokens(20);

    @TempDir
    static Path directory;
    private static Path model;

    @BeforeAll
    static void export() {
        model = Fixtures.export(Fixtures.directory("qwen3"), directory.resolve("model")).directory();
    }

    private static int[] prompt(final int seed) {
        return IntStream.range(0, 90).map(i -> (i * 37 + (i < 60 ? 0 : seed * 101)) % 500).toArray();
    }

    /** Works until the generator is closed; returns how it was told. */
    private static RuntimeException work(final Generator generator, final int thread,
            final Semaphore started) {
        final Path file = directory.resolve("saved-" + thread);
        try {
            for (int i = 0;; i++) {
                switch ((thread + i) % 5) {
                    case 0 -> generator.generate(prompt(i), GREEDY);
                    case 1 -> generator.chat(GREEDY).fork().ask("hello " + i);
                    case 2 -> generator.logits(prompt(i));
                    case 3 -> {
                        try (var stream = generator.stream("one two", GREEDY)) {
                            assertThat(stream.limit(5).count()).isLessThanOrEqualTo(5);
                        }
                    }
                    default -> {
                        final TextSession text = generator.text().append(prompt(i));
                        text.generate(GREEDY);
                        text.save(file);
                        TextSession.restore(generator, file).generate(GREEDY);
                    }
                }
                started.release();
            }
        } catch (IllegalStateException | CancelledException e) {
            return e;
        }
    }

    @Test
    void everyThreadIsToldAndNoneCrashes() throws Exception {
        final var random = new Random(5);
        for (int round = 0; round < 6; round++) {
            final var generator = Generator.open(model,
                    GeneratorOptions.DEFAULT.sequences(3).prefillChunk(32).sharePrefixes(round % 2 == 0));
            try (var threads = Executors.newFixedThreadPool(THREADS)) {
                final var started = new Semaphore(0);
                final List<Future<RuntimeException>> ends = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    final int thread = i;
                    ends.add(threads.submit(() -> work(generator, thread, started)));
                }
                final boolean begun = started.tryAcquire(THREADS + random.nextInt(8), 60, TimeUnit.SECONDS);
                generator.close();
                assertThat(begun).isTrue();
                for (final var end : ends) {
                    assertThat(told(end).getMessage()).containsAnyOf("closed", "cancelled");
                }
            }
        }
    }

    private static RuntimeException told(final Future<RuntimeException> end) throws Exception {
        try {
            return end.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("a thread that used a closed generator", e.getCause());
        }
    }
}
