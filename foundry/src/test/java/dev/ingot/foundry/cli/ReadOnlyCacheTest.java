package dev.ingot.foundry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.foundry.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache that many hosts read and nobody of them writes. */
class ReadOnlyCacheTest {

    private static final Path QWEN = Path.of(System.getProperty("ingot.fixtures"), "qwen2");

    @TempDir
    private Path work;

    private Cli.Outcome run(final String line) {
        return new Cli(work.resolve("home")).runWith(
                Map.of("INGOT_CACHE", work.resolve("own").toString(), "INGOT_SHARED_CACHES",
                        work.resolve("shared").toString()),
                "", line.replace("WORK", work.toString()).replace("QWEN", QWEN.toString()).split(" "));
    }

    @Test
    void everythingThatReadsLeavesNoTrace() throws IOException {
        assertThat(run("convert --model QWEN --output WORK/onnx --precision fp32 --name tiny --register"
                + " --cache WORK/shared").code()).isZero();
        Files.delete(work.resolve("shared/.ingot.lock"));
        setWritable(false);
        try {
            final var before = Snapshot.of(work.resolve("shared"));
            for (final String line : new String[]{"cache ls", "cache ls --long", "cache ls --json",
                    "cache du",
                    "cache verify tiny", "cache export tiny WORK/tiny.tar", "doctor tiny",
                    "generate --model tiny --tokens 1,2,3 --max-new-tokens 3 --greedy --threads 1",
                    "cache ls -l",
                    "cache import WORK/tiny.tar", "cache rm tiny"}) {
                final var outcome = run(line);
                assertThat(outcome.code()).as(line + ": " + outcome.err()).isZero();
            }
            assertThat(run("cache rm tiny").err()).contains("shared cache");
            assertThat(Snapshot.of(work.resolve("shared"))).isEqualTo(before);
        } finally {
            setWritable(true);
        }
    }

    /** Of directories and files. */
    private void setWritable(final boolean writable) throws IOException {
        try (var paths = Files.walk(work.resolve("shared"))) {
            assertThat(paths.toList()).allMatch(path -> path.toFile().setWritable(writable, writable));
        }
    }
}
