package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.runtime.engine.Deadline;
import dev.ingot.runtime.engine.SequenceImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and values that come back while other texts are computed, or do not come back as a whole. */
final class RestoredCacheTest {

    private static final GenerationOptions GREEDY = GenerationOptions.DEFAULT.sampling(Sampling.greedy())
            .maxNewTokens(4).logprobs(3);
    private static final int[] TEXT = text(37, 200);
    private static final int[] OTHER = text(53, 220);
    private static final int[] LONG = text(71, 400); // more than a slot has room for at first

    @TempDir
    static Path directory;
    private static Path model;
    private static List<Logprobs> other = List.of();

    @BeforeAll
    static void computeWithoutAnyNeighbour() {
        model = Fixtures.export(Fixtures.directory("qwen2"), directory.resolve("qwen2")).directory();
        try (var generator = Generator.open(model)) {
            other = generator.generate(OTHER, GREEDY).logprobs();
        }
    }

    private static int[] text(final int step, final int length) {
        return IntStream.range(0, length).map(i -> (i + 1) * step % 590).toArray();
    }

    private static List<Logprobs> answer(final Generator generator, final int[] text, final long owner) {
        try (var decoding = new Decoding(generator.model(), text, GREEDY, owner)) {
            return decoding.complete(token -> {}).logprobs();
        }
    }

    /** What is kept of a text, and what is answered from it. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, not compared
    private record Image(SequenceImage.Held held, byte[] bytes, List<Logprobs> next) {

        static Image of(final int[] text) throws IOException {
            final var made = new ArrayList<Image>();
            try (var generator = Generator.open(model)) {
                final long owner = generator.model().engine().owner();
                answer(generator, text, owner);
                final var bytes = new ByteArrayOutputStream();
                final var kept = new ArrayList<SequenceImage.Held>();
                inside(generator, image -> image.borrow(owner, (held, sequence) -> {
                    image.write(sequence, bytes);
                    kept.add(held);
                }));
                made.add(new Image(kept.getFirst(), bytes.toByteArray(), answer(generator, text, owner)));
            }
            return made.getFirst();
        }

        /** Gives them to an owner; something happens in the middle of it. */
        void restore(final Generator generator, final long owner, final Runnable meanwhile)
                throws IOException {
            inside(generator, image -> image.restore(owner, held, interrupted(meanwhile)));
        }

        private InputStream interrupted(final Runnable meanwhile) {
            final int half = bytes.length / 2;
            final var first = new ByteArrayInputStream(bytes, 0, half);
            return new java.io.SequenceInputStream(first, new InputStream() {

                private final InputStream rest = new ByteArrayInputStream(bytes, half, bytes.length - half);
                private boolean begun;

                @Override
                public int read() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public int read(final byte[] target, final int from, final int count) throws IOException {
                    if (!begun) {
                        begun = true;
                        meanwhile.run();
                    }
                    return rest.read(target, from, count);
                }
            });
        }
    }

    /** Something that is done with keys and values. */
    @FunctionalInterface
    private interface Use {

        void with(SequenceImage image) throws IOException;
    }

    private static void inside(final Generator generator, final Use use) throws IOException {
        final var engine = generator.model().engine();
        assertThat(engine.enter()).isTrue();
        try (var control = engine.control(Optional.empty(), Deadline.NEVER)) {
            use.with(new SequenceImage(engine, control));
        } finally {
            engine.leave();
        }
    }

    @Test
    void aCacheThatGrowsInTheMiddleKeepsWhatCameBefore() throws IOException {
        final Image image = Image.of(TEXT);
        try (var generator = Generator.open(model)) {
            final long owner = generator.model().engine().owner();
            image.restore(generator, owner, () -> generator.generate(LONG, GREEDY));
            assertThat(answer(generator, TEXT, owner)).isEqualTo(image.next);
        }
    }

    @Test
    void whatIsWrittenOverIsNotCopiedByOthers() throws IOException {
        final Image image = Image.of(TEXT);
        try (var generator = Generator.open(model, GeneratorOptions.DEFAULT.sequences(2))) {
            final var engine = generator.model().engine();
            assertThat(answer(generator, OTHER, engine.owner())).isEqualTo(other); // gives way to what comes back
            answer(generator, LONG, engine.owner());
            final long owner = engine.owner();
            image.restore(generator, owner,
                    () -> assertThat(answer(generator, OTHER, engine.owner())).isEqualTo(other));
            assertThat(answer(generator, TEXT, owner)).isEqualTo(image.next);
        }
    }

    @Test
    void whatDidNotComeBackAsAWholeIsNotCopiedByOthers() throws IOException {
        final Image image = Image.of(TEXT);
        try (var generator = Generator.open(model, GeneratorOptions.DEFAULT.sequences(1))) {
            final var engine = generator.model().engine();
            assertThat(answer(generator, OTHER, engine.owner())).isEqualTo(other);
            assertThatThrownBy(() -> image.restore(generator, engine.owner(), () -> {
                throw new IllegalStateException("the disk is gone");
            })).hasMessage("the disk is gone");
            assertThat(answer(generator, OTHER, engine.owner())).isEqualTo(other);
        }
    }
}
