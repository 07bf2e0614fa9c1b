package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.runtime.machine.HugeMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The weights of the shipped model in float32, 18 MB, and how much of a process lies in large pages: one of its own for each
 * setting, since memory that others have freed may lie there already.
 */
final class LargePagesOptionTest {

    private static final int[] TEXT = {5, 60, 7, 80, 9};

    @TempDir
    private Path directory;

    /** Says how much more lies in large pages once a model is loaded, and what it computes. */
    static final class Child {

        private Child() {}

        public static void main(final String... args) throws IOException, InterruptedException {
            final var options = GeneratorOptions.DEFAULT.largePages(Boolean.parseBoolean(args[1]));
            final long before = HugeMemory.bytes();
            try (var generator = Generator.open(Path.of(args[0]), options)) {
                for (final Thread thread : Thread.getAllStackTraces().keySet()) {
                    if (thread.getName().startsWith("ingot-large-pages-")) {
                        thread.join();
                    }
                }
                final long after = HugeMemory.bytes();
                System.out.println(
                        after - before + " " + Arrays.deepHashCode(generator.logits(TEXT)) + " loaded");
            }
        }
    }

    @Test
    void weightsMoveWhereTheOptionSaysSoAndTheSystemCan() throws IOException, InterruptedException {
        final Path model = Fixtures.export(Fixtures.hearth(), directory.resolve("hearth")).directory();
        final String[] without = load(model, false);
        final String[] with = load(model, true);
        assertThat(with[1]).isEqualTo(without[1]);
        final long moved = Long.parseLong(with[0]) - Long.parseLong(without[0]);
        if (!HugeMemory.canBeMoved()) {
            assertThat(with[0]).isEqualTo(without[0]);
        } else if (!HugeMemory.isGiven()) { // else there may be nothing left to move
            assertThat(without[0]).isEqualTo("0");
            assertThat(moved).isGreaterThan(8 << 20);
        }
    }

    private String[] load(final Path model, final boolean largePages)
            throws IOException, InterruptedException {
        final Path output = directory.resolve("output");
        final int status = ChildJvm
                .prepare(List.of(), Child.class, List.of(model.toString(), String.valueOf(largePages)))
                .redirectErrorStream(true).redirectOutput(output.toFile()).start().waitFor();
        final String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(status).as(said).isZero();
        return said.lines().filter(line -> line.endsWith(" loaded")).findFirst().orElseThrow().split(" ");
    }
}
