package dev.ingot.runtime;

import dev.ingot.runtime.flight.Flight;
import dev.ingot.runtime.flight.GenerationFlight;
import java.time.Duration;
import java.util.Optional;

/** Measures one generation and tells the listener and Flight Recorder. For one thread at a time. */
final class GenerationWatch {

    private final ModelWatch watch;
    private final boolean chat;
    private final Optional<String> adapter;
    private final int promptTokens;
    private final Optional<GenerationFlight> flight;
    private final long start = System.nanoTime();
    private long prefilled = start;
    private int cachedTokens;

    GenerationWatch(final ModelWatch watch, final boolean chat, final Optional<String> adapter,
            final int promptTokens) {
        this.watch = watch;
        this.chat = chat;
        this.adapter = adapter;
        this.promptTokens = promptTokens;
        this.flight = Flight.generation(watch.model(), promptTokens);
    }

    /** The logits after the prompt are there, or it was given up. */
    void prefilled(final int cached) {
        prefilled = System.nanoTime();
        cachedTokens = cached;
        flight.ifPresent(it -> it.prefilled(cached));
        watch.tell(listener -> listener
                .prefilled(report(0, Duration.ZERO, Optional.empty(), Optional.empty())));
    }

    /** The generation ended by itself; returns how long it took. */
    Timings ended(final FinishReason reason, final int tokens, final Duration load) {
        final Timings timings = new Timings(load, prefill(), decode(), tokens);
        flight.ifPresent(it -> it.ended(tokens, reason.name()));
        watch.tell(listener -> listener
                .ended(report(tokens, timings.decode(), Optional.of(reason), Optional.empty())));
        return timings;
    }

    /** The generation was ended by an exception. */
    void failed(final Throwable error, final int tokens) {
        final String type = error.getClass().getName();
        flight.ifPresent(it -> it.ended(tokens, type));
        watch.tell(listener -> listener.ended(report(tokens, decode(), Optional.empty(), Optional.of(type))));
    }

    /** How long a generation took that has not ended yet. */
    Timings sofar(final int tokens, final Duration load) {
        return new Timings(load, prefill(), Duration.ZERO, tokens);
    }

    private Duration prefill() {
        return Duration.ofNanos(prefilled - start);
    }

    private Duration decode() {
        return Duration.ofNanos(System.nanoTime() - prefilled);
    }

    private GenerationReport report(final int tokens, final Duration decode,
            final Optional<FinishReason> reason, final Optional<String> error) {
        return new GenerationReport(watch.model(), chat, adapter, promptTokens, cachedTokens, tokens,
                prefill(),
                decode, reason, error);
    }
}
