package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A subscriber that breaks the rules: it throws when a token comes, or at the end. */
final class Thrower implements Flow.Subscriber<Token> {

    private final int at;
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final CountDownLatch thrown = new CountDownLatch(1);
    private volatile @Nullable Thread thread;
    private int count;

    /** Throws when so many tokens have come. */
    Thrower(final int at) {
        this.at = at;
    }

    @Override
    public void onSubscribe(final Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(final Token token) {
        count++;
        if (count == at) {
            fail();
        }
    }

    @Override
    public void onError(final Throwable error) {
        errors.add(error);
    }

    @Override
    public void onComplete() {
        fail();
    }

    private void fail() {
        thread = Thread.currentThread();
        thrown.countDown();
        throw new IllegalStateException("thrown by a subscriber");
    }

    /** Waits until it has thrown, and the thread that called it has ended. */
    void awaitThrow() throws InterruptedException {
        assertThat(thrown.await(60, TimeUnit.SECONDS)).as("a call to throw at").isTrue();
        java.util.Objects.requireNonNull(thread).join();
    }

    List<Throwable> errors() {
        return List.copyOf(errors);
    }
}
