package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.error.InvalidOptionException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways to take tokens, on the small Qwen 2 of the fixtures. */
final class ConsumptionTest {

    private static final String PROMPT = "The gardener planted three rows of";
    private static final GenerationOptions OPTIONS = GenerationOptions.DEFAULT.sampling(Sampling.greedy())
            .maxNewTokens(12);

    @TempDir
    static Path directory;
    private static Generator generator;
    private static List<Integer> expected;

    @BeforeAll
    static void load() {
        generator = Generator.open(
                Fixtures.export(Fixtures.directory("qwen2"), directory.resolve("model")).directory(),
                GeneratorOptions.DEFAULT.sequences(1));
        expected = generator.generate(PROMPT, OPTIONS).tokens();
    }

    @AfterAll
    static void free() {
        generator.close();
    }

    @Test
    void aStreamGivesTheSameTokens() {
        try (var tokens = generator.stream(PROMPT, OPTIONS)) {
            assertThat(tokens.map(Token::id).filter(id -> id != Token.NONE)).isEqualTo(expected);
        }
    }

    /** There is one sequence: what a closed stream kept would make the next generation wait for ever. */
    @Test
    void aStreamThatIsClosedEarlyGivesItsCacheBack() {
        try (var tokens = generator.stream(PROMPT, OPTIONS)) {
            assertThat(tokens.limit(3).map(Token::id)).isEqualTo(expected.subList(0, 3));
        }
        assertThat(generator.generate(PROMPT, OPTIONS).tokens()).isEqualTo(expected);
    }

    @Test
    void aPublisherGivesTheSameTokens() throws InterruptedException {
        final var tokens = new Collector(Long.MAX_VALUE);
        generator.publish(PROMPT, OPTIONS).subscribe(tokens);
        tokens.awaitEnd();
        assertThat(tokens.ids()).isEqualTo(expected);
        assertThat(tokens.errors()).isEmpty();
    }

    @Test
    void everySubscriberHasAGenerationOfItsOwn() throws InterruptedException {
        final Flow.Publisher<Token> publisher = generator.publish(PROMPT, OPTIONS);
        for (int i = 0; i < 2; i++) {
            final var tokens = new Collector(1);
            publisher.subscribe(tokens);
            tokens.awaitEnd();
            assertThat(tokens.ids()).isEqualTo(expected);
        }
    }

    @Test
    void tokensComeOnlyWhenAskedFor() throws InterruptedException {
        final var tokens = new Collector(0);
        generator.publish(PROMPT, OPTIONS).subscribe(tokens);
        tokens.request(2);
        tokens.awaitTokens(2);
        tokens.request(1);
        tokens.awaitTokens(3);
        assertThat(tokens.ids()).isEqualTo(expected.subList(0, 3));
        tokens.cancel();
        assertThat(generator.generate(PROMPT, OPTIONS).tokens()).isEqualTo(expected);
        assertThat(tokens.ids()).hasSize(3);
        assertThat(tokens.ended()).as("no signal after a cancellation").isFalse();
    }

    @Test
    void errorsReachTheSubscriber() throws InterruptedException {
        final var tokens = new Collector(1);
        generator.publish("", OPTIONS).subscribe(tokens);
        tokens.awaitEnd();
        assertThat(tokens.errors()).singleElement().isInstanceOf(InvalidOptionException.class);
    }

    @Test
    void aRequestOfNothingIsAnError() throws InterruptedException {
        final var tokens = new Collector(0);
        generator.publish(PROMPT, OPTIONS).subscribe(tokens);
        tokens.request(0);
        tokens.awaitEnd();
        assertThat(tokens.errors()).singleElement().isInstanceOf(IllegalArgumentException.class);
    }

    /** Who asks for as many tokens as there are need not ask for one more to learn that it was the last. */
    @Test
    void theEndIsToldWithoutAnotherRequest() throws InterruptedException {
        final long count;
        try (var stream = generator.stream(PROMPT, OPTIONS)) {
            count = stream.count();
        }
        final var tokens = new Collector(0);
        generator.publish(PROMPT, OPTIONS).subscribe(tokens);
        tokens.request(count);
        tokens.awaitEnd();
        assertThat(tokens.ids()).isEqualTo(expected);
        assertThat(tokens.errors()).isEmpty();
    }

    @Test
    void noErrorFollowsTheEnd() throws InterruptedException {
        final var tokens = new Thrower(Integer.MAX_VALUE);
        generator.publish(PROMPT, OPTIONS).subscribe(tokens);
        tokens.awaitThrow();
        assertThat(tokens.errors()).as("a second signal").isEmpty();
    }

    @Test
    void whoThrowsAtATokenIsToldNothingMore() throws InterruptedException {
        final var tokens = new Thrower(2);
        generator.publish(PROMPT, OPTIONS).subscribe(tokens);
        tokens.awaitThrow();
        assertThat(tokens.errors()).isEmpty();
        assertThat(generator.generate(PROMPT, OPTIONS).tokens()).as("the cache is free").isEqualTo(expected);
    }

    @Test
    void errorsOfTheMachineReachTheSubscriber() throws InterruptedException {
        final var tokens = new Collector(1);
        new TokenPublisher(() -> {
            throw new OutOfMemoryError("of a test");
        }).subscribe(tokens);
        tokens.awaitEnd();
        assertThat(tokens.errors()).singleElement().isInstanceOf(OutOfMemoryError.class);
    }

    /** There is one sequence: what a subscriber that has fallen silent kept would make the next generation wait. */
    @Test
    void whoAsksForNothingMoreKeepsNothingAfterACancellation() throws InterruptedException {
        final var cancellation = new Cancellation();
        final var tokens = new Collector(0);
        generator.publish(PROMPT, OPTIONS.cancellation(cancellation)).subscribe(tokens);
        tokens.request(2);
        tokens.awaitTokens(2);
        cancellation.cancel();
        assertThat(generator.generate(PROMPT, OPTIONS.deadline(Duration.ofSeconds(60))).tokens())
                .isEqualTo(expected);
        tokens.request(1); // text that was held back, if there is any
        tokens.awaitEnd();
        assertThat(tokens.errors()).isEmpty();
    }

    @Test
    void whoAsksForNothingIsToldOfTheDeadline() throws InterruptedException {
        final var tokens = new Collector(0);
        generator.publish(PROMPT, OPTIONS.deadline(Duration.ofMillis(1))).subscribe(tokens);
        tokens.awaitEnd();
        assertThat(tokens.ids()).isEmpty();
        assertThat(tokens.errors()).isEmpty();
    }

    @Test
    void whoAsksForNothingMoreIsToldThatTheGeneratorWasClosed() throws InterruptedException {
        final var tokens = new Collector(0);
        try (var own = Generator.open(directory.resolve("model"))) {
            own.publish(PROMPT, OPTIONS).subscribe(tokens);
            tokens.request(1);
            tokens.awaitTokens(1);
        }
        tokens.awaitEnd();
        assertThat(tokens.errors()).isEmpty();
    }

    /** A processor of the JDK, as frameworks put between. */
    @Test
    void aPublisherFeedsAProcessor() throws InterruptedException {
        final var tokens = new Collector(Long.MAX_VALUE);
        try (var texts = new Relay()) {
            texts.subscribe(tokens);
            generator.publish(PROMPT, OPTIONS).subscribe(texts);
            tokens.awaitEnd();
        }
        assertThat(tokens.ids()).isEqualTo(expected);
    }

    /** Passes on what it gets, one by one. */
    private static final class Relay extends SubmissionPublisher<Token>
            implements
                Flow.Processor<Token, Token> {

        private volatile Flow.Subscription source = new Collector.NoSubscription();

        @Override
        public void onSubscribe(final Flow.Subscription subscription) {
            source = subscription;
            subscription.request(1);
        }

        @Override
        public void onNext(final Token token) {
            offer(token, 10, TimeUnit.SECONDS, null);
            source.request(1);
        }

        @Override
        public void onError(final Throwable error) {
            closeExceptionally(error);
        }

        @Override
        public void onComplete() {
            close();
        }
    }
}
