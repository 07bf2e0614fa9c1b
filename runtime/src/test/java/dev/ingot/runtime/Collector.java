package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A subscriber that keeps what it gets; after each token it asks for as many as at first. */
final class Collector implements Flow.Subscriber<Token> {

    private static final long PATIENCE_SECONDS = 60;

    private final long wanted;
    private final List<Integer> ids = new CopyOnWriteArrayList<>();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final Semaphore arrived = new Semaphore(0);
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile Flow.Subscription subscription = new NoSubscription();

    /** Nobody has subscribed yet. */
    static final class NoSubscription implements Flow.Subscription {

        @Override
        public void request(final long count) {
            throw new IllegalStateException("not subscribed");
        }

        @Override
        public void cancel() {
            throw new IllegalStateException("not subscribed");
        }
    }

    Collector(final long wanted) {
        this.wanted = wanted;
    }

    @Override
    public void onSubscribe(final Flow.Subscription value) {
        subscription = value;
        ask();
    }

    @Override
    public void onNext(final Token token) {
        if (token.id() != Token.NONE) {
            ids.add(token.id());
        }
        arrived.release();
        ask();
    }

    private void ask() {
        if (wanted > 0) {
            subscription.request(wanted);
        }
    }

    @Override
    public void onError(final Throwable error) {
        errors.add(error);
        end.countDown();
    }

    @Override
    public void onComplete() {
        end.countDown();
    }

    void request(final long count) {
        subscription.request(count);
    }

    void cancel() {
        subscription.cancel();
    }

    /** Waits until so many tokens have come, and sees that no other follows unasked. */
    void awaitTokens(final int count) throws InterruptedException {
        while (ids.size() < count) {
            assertThat(arrived.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("a token").isTrue();
        }
        assertThat(arrived.tryAcquire(100, TimeUnit.MILLISECONDS) && ids.size() > count).isFalse();
    }

    void awaitEnd() throws InterruptedException {
        assertThat(end.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("an end").isTrue();
    }

    List<Integer> ids() {
        return List.copyOf(ids);
    }

    List<Throwable> errors() {
        return List.copyOf(errors);
    }

    boolean ended() {
        return end.getCount() == 0;
    }
}
