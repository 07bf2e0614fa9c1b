package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generators and streams that nobody closes. */
final class ForgottenTest {

    private static final Logger LOG = Logger.getLogger(Forgotten.class.getName());
    private static final GenerationOptions OPTIONS = GenerationOptions.DEFAULT.sampling(Sampling.greedy())
            .maxNewTokens(3);

    @TempDir
    private Path directory;
    private Path model = Path.of("");
    private final Records records = new Records();

    /** Keeps what is logged. */
    private static final class Records extends Handler {

        private final LinkedBlockingQueue<LogRecord> all = new LinkedBlockingQueue<>();

        @Override
        public void publish(final LogRecord log) {
            all.add(log);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}

        /** Collects garbage until something is logged. */
        @Nullable
        LogRecord await(final int rounds) throws InterruptedException {
            @Nullable
            LogRecord found = null;
            for (int i = 0; i < rounds && found == null; i++) {
                System.gc();
                found = all.poll(100, TimeUnit.MILLISECONDS);
            }
            return found;
        }
    }

    @BeforeEach
    void listen() {
        model = Fixtures.export(Fixtures.directory("qwen3"), directory.resolve("lost")).directory();
        LOG.addHandler(records);
        LOG.setUseParentHandlers(false);
    }

    @AfterEach
    void endListening() {
        LOG.removeHandler(records);
        LOG.setUseParentHandlers(true);
    }

    @Test
    void aForgottenGeneratorIsReportedWithThePlaceThatOpenedIt() throws InterruptedException {
        openAndForget();
        final LogRecord found = java.util.Objects.requireNonNull(records.await(100));
        assertThat(found.getMessage()).contains("lost", "never closed");
        assertThat(List.of(found.getThrown().getStackTrace()))
                .anyMatch(frame -> frame.getMethodName().equals("openAndForget"));
    }

    private void openAndForget() {
        assertThat(Generator.open(model).generate("a", OPTIONS).tokens()).isNotEmpty();
    }

    @Test
    void aConversationKeepsItsModelOpen() throws InterruptedException {
        final ChatSession chat = chatOfNobody();
        assertThat(records.await(10)).isNull();
        assertThat(chat.ask("hello").tokens()).isNotEmpty();
    }

    private ChatSession chatOfNobody() {
        return Generator.open(model).chat(OPTIONS);
    }

    @Test
    void aClosedGeneratorIsNotReported() throws InterruptedException {
        try (var generator = Generator.open(model)) {
            generator.generate("a", OPTIONS);
        }
        assertThat(records.await(10)).isNull();
    }

    @Test
    void aForgottenStreamIsReportedAndItsSequenceGivenBack() throws InterruptedException {
        try (var generator = Generator.open(model, GeneratorOptions.DEFAULT.sequences(1))) {
            readAndForget(generator);
            checkReported("readAndForget");
            assertThat(generator.generate("a", OPTIONS).tokens()).hasSize(3);
        }
    }

    private static void readAndForget(final Generator generator) {
        assertThat(generator.stream("a", OPTIONS).findFirst()).isPresent();
    }

    private void checkReported(final String method) throws InterruptedException {
        final LogRecord found = java.util.Objects.requireNonNull(records.await(100));
        assertThat(found.getMessage()).contains("stream", "never closed");
        assertThat(List.of(found.getThrown().getStackTrace()))
                .anyMatch(frame -> frame.getMethodName().equals(method));
    }

    @Test
    void aConversationGoesOnAfterAForgottenStream() throws InterruptedException {
        try (var generator = Generator.open(model, GeneratorOptions.DEFAULT.sequences(1))) {
            final ChatSession chat = generator.chat(OPTIONS);
            askAndForget(chat);
            checkReported("askAndForget");
            assertThat(generator.generate("a", OPTIONS).tokens()).hasSize(3);
            assertThat(chat.lastAnswer().orElseThrow().finishReason()).isEqualTo(FinishReason.CANCELLED);
            assertThat(chat.ask("and now?").tokens()).hasSize(3);
            assertThat(chat.history()).hasSize(4);
        }
    }

    private static void askAndForget(final ChatSession chat) {
        assertThat(chat.send("hello").findFirst()).isPresent();
    }

    /** The second question ends the first answer. */
    private static void askTwice(final ChatSession chat) {
        final Stream<String> first = chat.send("hello");
        try {
            assertThat(first.findFirst()).isPresent();
            chat.ask("and now?");
        } finally {
            Reference.reachabilityFence(first);
        }
    }

    /** The stream is in use for as long as its iterator, or whoever is to close it, is there. */
    @Test
    void streamsInUseReadToTheirEndOrClosedAreNotReported() throws InterruptedException {
        try (var generator = Generator.open(model)) {
            final Iterator<Token> read = generator.stream("a", OPTIONS).iterator();
            read.next();
            final ChatSession chat = generator.chat(OPTIONS);
            try (var open = generator.stream("b", OPTIONS); var said = chat.send("hello")) {
                assertThat(open.findFirst()).isPresent();
                assertThat(said.iterator().hasNext()).isTrue();
                assertThat(records.await(5)).isNull();
                assertThat(open.isParallel()).isFalse();
            }
            askTwice(chat);
            assertThat(generator.stream("c", OPTIONS)).hasSize(3);
            assertThat(records.await(5)).isNull();
            read.forEachRemaining(token -> {});
        }
        assertThat(records.await(5)).isNull();
    }
}
