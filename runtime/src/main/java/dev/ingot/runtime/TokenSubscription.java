package dev.ingot.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's generation. Thread-safe, as the rules of reactive streams want it; who throws at a signal has cancelled.
 */
final class TokenSubscription implements Flow.Subscription {

    private static final Logger LOG = System.getLogger(TokenSubscription.class.getName());

    private final Flow.Subscriber<? super Token> subscriber;
    private final Supplier<Decoding> generation;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long demand;
    private boolean cancelled;
    private @Nullable Thread thread;
    private @Nullable IllegalArgumentException wrong;

    TokenSubscription(final Flow.Subscriber<? super Token> subscriber, final Supplier<Decoding> generation) {
        this.subscriber = subscriber;
        this.generation = generation;
    }

    void start() {
        lock.lock();
        try {
            if (!cancelled) {
                thread = Thread.ofVirtual().name("ingot-publisher").start(this::run);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void request(final long count) {
        lock.lock();
        try {
            if (count > 0) {
                demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
            } else if (wrong == null) {
                wrong = new IllegalArgumentException("request: expected at least 1, found " + count);
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the generation, inside a step too: its thread is interrupted. */
    @Override
    public void cancel() {
        lock.lock();
        try {
            cancelled = true;
            if (thread != null && !thread.equals(Thread.currentThread())) {
                thread.interrupt();
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        Runnable end = subscriber::onComplete;
        try (var decoding = generation.get()) {
            decoding.onStop(this::wake);
            for (@Nullable
            Token token = next(decoding); token != null; token = next(decoding)) {
                final Token made = token;
                signal(() -> subscriber.onNext(made));
            }
        } catch (RuntimeException | Error e) {
            end = () -> subscriber.onError(e);
        }
        if (!isCancelled()) {
            signal(end);
        }
    }

    private void signal(final Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "a subscriber failed, which cancels its subscription", e);
            cancel();
        }
    }

    /** The end needs no demand; what was stopped gives its cache back without being asked for anything. */
    private @Nullable Token next(final Decoding decoding) {
        while (!decoding.isOver() && !awaitDemand(decoding)) {
            if (isCancelled() || Thread.currentThread().isInterrupted()) {
                return null;
            }
            decoding.endIfOverdue();
        }
        return decoding.next();
    }

    /** Waits until a token is wanted; false when it is cancelled, interrupted, or was stopped and has to be ended. */
    private boolean awaitDemand(final Decoding decoding) {
        lock.lock();
        try {
            while (demand == 0 && !cancelled && wrong == null && !decoding.isOverdue()) {
                changed.awaitNanos(decoding.patience());
            }
            if (wrong != null) {
                throw wrong;
            }
            if (cancelled || demand == 0) {
                return false;
            }
            demand -= demand == Long.MAX_VALUE ? 0 : 1;
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private boolean isCancelled() {
        lock.lock();
        try {
            return cancelled;
        } finally {
            lock.unlock();
        }
    }
}
