package dev.ingot.runtime;

import dev.ingot.runtime.flight.Flight;
import dev.ingot.runtime.flight.GenerationFlight;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Measures one generation for the listener and Flight Recorder. The listener may do what it likes, closing the generator
 * included, so it hears of nothing before {@link #tell}. For one thread at a time.
 */
final class GenerationWatch {

    private final ModelWatch watch;
    private final boolean chat;
    private final Optional<String> adapter;
    private final int promptTokens;
    private final Optional<GenerationFlight> flight;
    private final Queue<Consumer<GenerationListener>> untold = new ArrayDeque<>();
    private final long start = System.nanoTime();
    private boolean computed; // the prompt
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

    /** The logits after the prompt are there. */
    void prefilled(final int cached) {
        prefilled = System.nanoTime();
        computed = true;
        cachedTokens = cached;
        flight.ifPresent(it -> it.prefilled(cached));
        final var report = report(0, Duration.ZERO, Optional.empty(), Optional.empty());
        untold.add(listener -> listener.prefilled(report));
    }

    /** The generation ended by itself; returns how long it took. */
    Timings ended(final FinishReason reason, final int tokens, final Duration load) {
        giveUpPrompt();
        final Timings timings = new Timings(load, prefill(), decode(), tokens);
        flight.ifPresent(it -> it.ended(tokens, reason.name()));
        final var report = report(tokens, timings.decode(), Optional.of(reason), Optional.empty());
        untold.add(listener -> listener.ended(report));
        return timings;
    }

    /** The generation was ended by an exception. */
    void failed(final Throwable error, final int tokens) {
        giveUpPrompt();
        final String type = error.getClass().getName();
        flight.ifPresent(it -> it.ended(tokens, type));
        final var report = report(tokens, decode(), Optional.empty(), Optional.of(type));
        untold.add(listener -> listener.ended(report));
    }

    /** What ends before the prompt was computed took its time for that. */
    private void giveUpPrompt() {
        prefilled = computed ? prefilled : System.nanoTime();
    }

    /** Tells the listener what it has not heard yet; where nothing is held that it could wait for. */
    void tell() {
        while (!untold.isEmpty()) {
            watch.tell(untold.remove());
        }
    }

    /** How many tokens of the prompt needed not be computed. */
    int cachedTokens() {
        return cachedTokens;
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
