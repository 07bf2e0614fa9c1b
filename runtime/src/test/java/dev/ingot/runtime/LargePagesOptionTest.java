package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.runtime.machine.HugeMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The weights of the shipped model in float32, 18 MB, and how much of this process lies in large pages. */
final class LargePagesOptionTest {

    private static final int[] TEXT = {5, 60, 7, 80, 9};

    @TempDir
    static Path directory;
    private static Path model;

    /** What loading leaves, with large pages or without. */
    private record Loaded(long inLargePages, List<float[]> logits) {}

    @BeforeAll
    static void export() {
        model = Fixtures.export(Fixtures.hearth(), directory.resolve("hearth")).directory();
    }

    @Test
    void weightsMoveWhereTheOptionSaysSoAndTheSystemCan() throws Exception {
        load(false); // what a first load leaves is no part of it
        final Loaded without = load(false);
        final Loaded with = load(true);
        for (int i = 0; i < TEXT.length; i++) {
            assertThat(with.logits.get(i)).containsExactly(without.logits.get(i));
        }
        if (!HugeMemory.canBeMoved()) {
            assertThat(with.inLargePages).isEqualTo(without.inLargePages);
        } else if (HugeMemory.isGiven()) {
            assertThat(with.inLargePages).isGreaterThanOrEqualTo(without.inLargePages);
        } else {
            assertThat(without.inLargePages).isZero();
            assertThat(with.inLargePages).isGreaterThan(8 << 20);
        }
    }

    private static Loaded load(final boolean largePages) throws IOException, InterruptedException {
        final long before = HugeMemory.bytes();
        try (var generator = Generator.open(model, GeneratorOptions.DEFAULT.largePages(largePages))) {
            for (final Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().startsWith("ingot-large-pages-")) {
                    thread.join();
                }
            }
            final long after = HugeMemory.bytes();
            return new Loaded(after - before, List.of(generator.logits(TEXT)));
        }
    }
}
