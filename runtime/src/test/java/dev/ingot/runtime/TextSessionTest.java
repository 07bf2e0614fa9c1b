package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.InvalidOptionException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A text that is continued, on the small Qwen 2 of the fixtures. */
final class TextSessionTest {

    private static final GenerationOptions GREEDY = GenerationOptions.DEFAULT.sampling(Sampling.greedy())
            .maxNewTokens(12);

    @TempDir
    private Path work;

    private static int[] ids(final int count, final int start) {
        final int[] ids = new int[count];
        Arrays.setAll(ids, i -> 3 + (start + i * 31) % 200);
        return ids;
    }

    private static int[] join(final int[] first, final List<Integer> second) {
        final int[] both = Arrays.copyOf(first, first.length + second.size());
        Arrays.setAll(both, i -> i < first.length ? first[i] : second.get(i - first.length));
        return both;
    }

    @Test
    void everyStepSaysWhatAFreshStartSays() {
        final var model = Fixtures.export(Fixtures.directory("qwen2"), work.resolve("model"));
        try (var generator = Generator.open(model)) {
            final TextSession session = generator.text();
            int[] text = ids(40, 0);
            for (int step = 0; step < 4; step++) {
                final var said = session.generate(text, GREEDY).tokens();
                assertThat(said).as("step " + step).isEqualTo(generator.generate(text, GREEDY).tokens())
                        .isNotEmpty();
                text = join(join(text, said), List.of(5 + step, 9));
            }
            final int[] other = join(Arrays.copyOf(text, 20), List.of(7, 8, 9));
            assertThat(session.generate(other, GREEDY).tokens())
                    .isEqualTo(generator.generate(other, GREEDY).tokens());
        }
    }

    @Test
    void aTextNeedsATokenAndAnOpenGenerator() {
        final var model = Fixtures.export(Fixtures.directory("qwen2"), work.resolve("model"));
        final TextSession session;
        try (var generator = Generator.open(model)) {
            session = generator.text();
            assertThatThrownBy(() -> session.generate(new int[0], GREEDY))
                    .isInstanceOf(InvalidOptionException.class);
        }
        assertThatThrownBy(() -> session.generate(new int[]{5}, GREEDY))
                .isInstanceOf(IllegalStateException.class);
    }
}
