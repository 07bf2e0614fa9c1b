package dev.ingot.runtime;

import java.util.concurrent.Flow;
import java.util.function.Supplier;

/**
 * Generates for each subscriber anew, on a virtual thread of its own. A token is made when the subscriber has asked for it,
 * so nothing is buffered; cancelling ends the generation.
 */
final class TokenPublisher implements Flow.Publisher<Token> {

    private final Supplier<Decoding> generation;

    TokenPublisher(final Supplier<Decoding> generation) {
        this.generation = generation;
    }

    @Override
    public void subscribe(final Flow.Subscriber<? super Token> subscriber) {
        final var subscription = new TokenSubscription(subscriber, generation);
        subscriber.onSubscribe(subscription);
        subscription.start();
    }
}
