package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.chat.ChatOptions;
import dev.ingot.error.InsufficientMemoryException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.runtime.machine.FreeMemory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Cancelling, closing, sharing. */
final class LifeCycleTest {

    private static final int[] PROMPT = {76, 257, 300, 12, 88, 91, 410, 55, 3, 9, 120};
    private static final int OPENED = 12;
    private static final long LEAK_KILOBYTES = 300;
    private static final GenerationOptions GREEDY = GenerationOptions.DEFAULT.sampling(Sampling.greedy());

    @TempDir
    static Path directory;
    private static Path model;

    @BeforeAll
    static void export() {
        model = Fixtures.export(Fixtures.directory("qwen2"), directory.resolve("model")).directory();
    }

    @Test
    void aCancellationFromTheListenerEndsTheAnswer() {
        try (var generator = Generator.open(model)) {
            final var cancellation = new Cancellation();
            final var seen = new ArrayList<Token>();
            final Generation found = generator.generate(PROMPT, GREEDY.cancellation(cancellation), token -> {
                seen.add(token);
                if (seen.size() == 3) {
                    cancellation.cancel();
                }
            });
            assertThat(found.finishReason()).isEqualTo(FinishReason.CANCELLED);
            assertThat(found.tokens()).hasSize(3);
            assertThat(generator.generate(PROMPT, GREEDY.maxNewTokens(4)).tokens()).hasSize(4);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX) // Elsewhere nothing trustworthy is known of the free memory.
    void aModelBeyondTheFreeMemoryIsRefusedBeforeItIsLoaded() throws IOException {
        final Path large = Fixtures.export(Fixtures.directory("qwen2"), directory.resolve("large"))
                .directory();
        try (var data = new RandomAccessFile(large.resolve("model.onnx.data").toFile(), "rw")) {
            data.setLength(2 * FreeMemory.now().bytes()); // A hole: it takes no room on the disk.
        }
        assertThatThrownBy(() -> Generator.open(large)).isInstanceOf(InsufficientMemoryException.class)
                .hasMessageContaining(large.toString()).hasMessageContaining("MB");
    }

    @Test
    void whoGivesAFileIsToldWhatToGive() throws IOException {
        assertThatThrownBy(() -> Generator.open(model.resolve("model.onnx")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("found a file; give the directory that it lies in")
                .hasMessageEndingWith(": " + model);
        final Path other = Files.createFile(directory.resolve("weights.gguf"));
        assertThatThrownBy(() -> Generator.open(other)).isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll(other.toString(), "convert it first");
        assertThatThrownBy(() -> Generator.open(directory.resolve("nowhere")))
                .isInstanceOf(ModelFormatException.class).hasMessageContaining("no such directory");
    }

    @Test
    void whatIsCancelledBeforehandComputesNothing() {
        try (var generator = Generator.open(model)) {
            final var cancellation = new Cancellation();
            cancellation.cancel();
            final Generation found = generator.generate(PROMPT, GREEDY.cancellation(cancellation));
            assertThat(found.finishReason()).isEqualTo(FinishReason.CANCELLED);
            assertThat(found.tokens()).isEmpty();
        }
    }

    @Test
    void aDeadlineThatIsOverEndsARequestBeforeItsFirstToken() {
        try (var generator = Generator.open(model)) {
            final Generation found = generator.generate(PROMPT, GREEDY.deadline(Duration.ofNanos(1)));
            assertThat(found.finishReason()).isEqualTo(FinishReason.DEADLINE);
            assertThat(found.tokens()).isEmpty();
            assertThat(generator.generate(PROMPT, GREEDY.deadline(Duration.ofDays(400_000)).maxNewTokens(4))
                    .tokens()).hasSize(4);
        }
    }

    @Test
    void aDeadlineKeepsTheTextSoFar() {
        try (var generator = Generator.open(model)) {
            final var seen = new StringBuilder();
            final var span = Duration.ofMillis(500);
            final Generation found = generator.generate(PROMPT, GREEDY.deadline(span), token -> {
                seen.append(token.text());
                LockSupport.parkNanos(span.toNanos());
            });
            assertThat(found.finishReason()).isEqualTo(FinishReason.DEADLINE);
            assertThat(found.tokens()).hasSizeLessThan(3);
            assertThat(found.text()).isEqualTo(seen.toString());
        }
    }

    @Test
    void aDeadlineCountsWhileARequestWaitsForItsTurn() {
        try (var generator = Generator.open(model, GeneratorOptions.DEFAULT.sequences(1));
                var stream = generator.stream("a stream that holds the only sequence", GREEDY)) {
            stream.iterator().next();
            final Generation found = generator.generate(PROMPT, GREEDY.deadline(Duration.ofMillis(20)));
            assertThat(found.finishReason()).isEqualTo(FinishReason.DEADLINE);
            assertThat(found.tokens()).isEmpty();
        }
    }

    /** A clock that takes a while to be read. */
    private static final class SlowClock extends Clock {

        private final Duration span;

        SlowClock(final Duration span) {
            this.span = span;
        }

        @Override
        public Instant instant() {
            final long start = System.nanoTime();
            while (System.nanoTime() - start < span.toNanos()) {
                LockSupport.parkNanos(span.toNanos());
            }
            return Instant.EPOCH;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(final ZoneId zone) {
            return this;
        }
    }

    /** The template looks at a clock that takes as long as there is time. */
    @Test
    void aDeadlineCountsWhileTheConversationIsWrittenDown() throws IOException {
        final Path slow = Fixtures.export(Fixtures.directory("qwen3"), directory.resolve("slow")).directory();
        Files.writeString(slow.resolve("chat_template.jinja"),
                "{{ strftime_now('%Y') }}{% for m in messages %}{{ m.content }}{% endfor %}");
        final var span = Duration.ofMillis(300);
        final var clock = new SlowClock(span);
        try (var generator = Generator.open(slow)) {
            final ChatSession chat = generator.chat(GREEDY.maxNewTokens(2).deadline(span))
                    .templateOptions(ChatOptions.forGeneration().withClock(clock));
            final Generation found = chat.ask("hello");
            assertThat(found.finishReason()).isEqualTo(FinishReason.DEADLINE);
            assertThat(found.tokens()).isEmpty();
        }
    }

    @Test
    void whoeverCancelsBeforeTheDeadlineIsTheReason() {
        try (var generator = Generator.open(model)) {
            final var cancellation = new Cancellation();
            final var options = GREEDY.cancellation(cancellation).deadline(Duration.ofDays(1));
            final Generation found = generator.generate(PROMPT, options, token -> cancellation.cancel());
            assertThat(found.finishReason()).isEqualTo(FinishReason.CANCELLED);
        }
    }

    @Test
    void anInterruptionEndsTheAnswerAndIsKept() {
        try (var generator = Generator.open(model)) {
            final Generation found = generator.generate(PROMPT, GREEDY, token -> Thread.currentThread()
                    .interrupt());
            assertThat(Thread.interrupted()).isTrue();
            assertThat(found.finishReason()).isEqualTo(FinishReason.CANCELLED);
            assertThat(found.tokens()).hasSize(1);
            assertThat(generator.generate(PROMPT, GREEDY.maxNewTokens(4)).tokens()).hasSize(4);
        }
    }

    @Test
    void aFailingListenerLeavesTheGeneratorUsable() {
        try (var generator = Generator.open(model, GeneratorOptions.DEFAULT.sequences(1))) {
            final Consumer<Token> failing = token -> {
                throw new IllegalArgumentException("listener");
            };
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> generator.generate(PROMPT, GREEDY, failing)).hasMessage("listener");
            }
            assertThat(generator.generate(PROMPT, GREEDY.maxNewTokens(4)).tokens()).hasSize(4);
        }
    }

    @Test
    void closingEndsWhatRunsInOtherThreads() throws Exception {
        final var generator = Generator.open(model, GeneratorOptions.DEFAULT.sequences(2));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            final var running = new CountDownLatch(2);
            final var answers = new ArrayList<Future<Generation>>();
            for (int i = 0; i < 5; i++) { // three of them wait for a sequence
                answers.add(threads.submit(
                        () -> generator.generate(PROMPT, GREEDY, token -> slowly(running))));
            }
            running.await();
            generator.close();
            for (final var answer : answers) {
                checkCancelled(answer);
            }
        }
        checkClosed(generator);
    }

    private static void slowly(final CountDownLatch running) {
        running.countDown();
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A thread that had not yet begun when the generator was closed is told so. */
    private static void checkCancelled(final Future<Generation> answer)
            throws InterruptedException, TimeoutException {
        try {
            assertThat(answer.get(30, TimeUnit.SECONDS).finishReason()).isEqualTo(FinishReason.CANCELLED);
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    private static void checkClosed(final Generator generator) {
        generator.close();
        assertThatThrownBy(() -> generator.generate(PROMPT, GREEDY)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> generator.logits(PROMPT)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> generator.generate("text", GREEDY))
                .isInstanceOf(IllegalStateException.class).hasMessageContainingAll("generator", "closed");
    }

    @Test
    void closingFromTheListenerEndsTheAnswer() {
        final var generator = Generator.open(model);
        final Generation found = generator.generate(PROMPT, GREEDY, token -> generator.close());
        assertThat(found.finishReason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(found.tokens()).hasSize(1);
        checkClosed(generator);
    }

    @Test
    void generationsSideBySideDoNotMix() throws Exception {
        for (final int sequences : new int[]{1, 3}) {
            try (var generator = Generator.open(model, GeneratorOptions.DEFAULT.sequences(sequences));
                    var threads = Executors.newFixedThreadPool(6)) {
                final var expected = new ArrayList<List<Integer>>();
                final var found = new ArrayList<Future<Generation>>();
                for (int i = 0; i < 6; i++) {
                    final int[] prompt = prompt(i);
                    expected.add(generator.generate(prompt, GREEDY.maxNewTokens(25)).tokens());
                    found.add(threads.submit(() -> generator.generate(prompt, GREEDY.maxNewTokens(25))));
                }
                for (int i = 0; i < 6; i++) {
                    assertThat(found.get(i).get().tokens()).isEqualTo(expected.get(i));
                }
            }
        }
    }

    private static int[] prompt(final int seed) {
        return IntStream.range(0, 10 + seed).map(i -> (i * 37 + seed * 101) % 590).toArray();
    }

    @Test
    @EnabledOnOs(OS.LINUX) // Only there a process can see its memory without further tools.
    void closingGivesTheMemoryBack() throws Exception {
        openAndClose();
        long before = nativeKilobytes();
        long leastGrowth = Long.MAX_VALUE;
        for (int batch = 0; batch < 3; batch++) {
            openAndClose();
            final long after = nativeKilobytes();
            leastGrowth = Math.min(leastGrowth, after - before);
            before = after;
        }
        assertThat(leastGrowth).as("what every batch leaves behind").isLessThan(OPENED * LEAK_KILOBYTES);
    }

    /** Caches and wide logits take half a megabyte each here, a session several: a leak of any of them shows. */
    private static void openAndClose() {
        for (int i = 0; i < OPENED; i++) {
            try (var generator = Generator.open(model)) {
                generator.generate(PROMPT, GREEDY.maxNewTokens(300));
                generator.logits(prompt(200));
                assertThat(generator.chat().send("a stream that is left alone").findFirst()).isPresent();
            }
        }
    }

    /** What is resident beside the heap; compilers and collectors let it go up and down. */
    private static long nativeKilobytes() throws Exception {
        System.gc();
        final long resident = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
        return resident - (Runtime.getRuntime().totalMemory() >> 10);
    }
}
