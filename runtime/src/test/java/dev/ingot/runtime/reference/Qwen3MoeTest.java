package dev.ingot.runtime.reference;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Qwen 3 MoE in all the ways in which its files differ. */
final class Qwen3MoeTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"true, 1, [], false, AAA", "false, 1, [], false, AAA", "true, 2, [], true, DAD",
            "false, 1, [1], true, ADA"})
    void saysWhatThePaperSays(final boolean norm, final int step, final String dense, final boolean fused,
            final String kinds) {
        final var model = new QwenMixture(norm, fused, kinds);
        final Path source = model.write(directory.resolve("qwen"), step, dense);
        new ReferenceCheck(source, model::forward).withExperts().run();
    }
}
