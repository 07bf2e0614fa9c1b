package dev.ingot.runtime;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.genai.MemoryNeed;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * How a model is loaded. Immutable; start from {@link #DEFAULT}.
 *
 * @param threads      that compute one step, the one that drives the model included; empty for one per physical
 *                     core that this process may use
 * @param spin         how long a computing thread waits for more work before it sleeps; long spinning is a little faster
 *                     on an idle machine and much slower on a busy one; whole microseconds, 0 to sleep at once
 * @param memoryArena  whether ONNX Runtime keeps the memory of activations from step to step; off, it returns the
 *                     peak of a long prompt to the system at the cost of some speed
 * @param prefillChunk most tokens of a prompt computed in one step; bounds the memory of activations and the time
 *                     until a cancellation or another conversation gets its turn
 * @param sequences    most sequences with a key-value cache at once, which are computed together; a generation beyond waits
 *                     until its turn has come, an idle
 *                     conversation gives way and is computed again when it goes on
 * @param memoryCheck  whether a model that would not fit into the free memory is refused
 * @param listener     who is told of loading and of generations
 * @param sharePrefixes whether plain generations, too, begin with what other texts in the caches hold; conversations always
 *                     do. Off, results of plain generations never depend on what went before
 * @param largePages   whether the weights move into large pages where the system has them (Linux 6.1 and later), on a
 *                     thread of its own after loading; a step becomes about a tenth faster
 * @param sameBits     whether a text has logits of the same bits however it is computed: alone or beside others, with
 *                     {@link Speculation} or without, from a cache or anew. ONNX Runtime rounds otherwise where a step has a
 *                     single token; such a step then takes an eighth to a quarter longer, because the token before is computed once more
 *                     with it, and steps of several generations are made one by one
 */
public record GeneratorOptions(OptionalInt threads, Duration spin, boolean memoryArena, int prefillChunk,
        int sequences, boolean memoryCheck, GenerationListener listener, boolean sharePrefixes,
        boolean largePages, boolean sameBits) {

    private static final Duration LONGEST_SPIN = Duration.ofSeconds(1);

    /** Physical cores, short spinning, an arena, 512 tokens a step, four sequences, memory checked. */
    public static final GeneratorOptions DEFAULT = new GeneratorOptions(OptionalInt.empty(),
            Duration.ofNanos(50_000), true, MemoryNeed.STEP_TOKENS, 4, true, GenerationListener.NONE, false,
            true, false);

    /**
     * Checks the ranges.
     *
     * @throws InvalidOptionException if a value is out of its range
     */
    public GeneratorOptions {
        atLeastOne("threads", threads.orElse(1));
        atLeastOne("prefill chunk", prefillChunk);
        atLeastOne("sequences", sequences);
        if (spin.isNegative() || spin.compareTo(LONGEST_SPIN) > 0) {
            throw new InvalidOptionException("spin: expected 0 to 1 s, found " + spin);
        }
    }

    private static void atLeastOne(final String option, final int value) {
        if (value < 1) {
            throw new InvalidOptionException(option + ": expected at least 1, found " + value);
        }
    }

    /**
     * Sets the number of threads.
     *
     * @param value at least 1
     * @return new options
     */
    public GeneratorOptions threads(final int value) {
        return new GeneratorOptions(OptionalInt.of(value), spin, memoryArena, prefillChunk, sequences,
                memoryCheck, listener, sharePrefixes, largePages, sameBits);
    }

    /**
     * Sets how long threads wait awake.
     *
     * @param value 0 to one second
     * @return new options
     */
    public GeneratorOptions spin(final Duration value) {
        return new GeneratorOptions(threads, value, memoryArena, prefillChunk, sequences, memoryCheck,
                listener, sharePrefixes, largePages, sameBits);
    }

    /**
     * Switches the arena of activations.
     *
     * @param value true to keep memory between steps
     * @return new options
     */
    public GeneratorOptions memoryArena(final boolean value) {
        return new GeneratorOptions(threads, spin, value, prefillChunk, sequences, memoryCheck, listener,
                sharePrefixes, largePages, sameBits);
    }

    /**
     * Sets the length of the steps in which prompts are computed.
     *
     * @param value tokens, at least 1
     * @return new options
     */
    public GeneratorOptions prefillChunk(final int value) {
        return new GeneratorOptions(threads, spin, memoryArena, value, sequences, memoryCheck, listener,
                sharePrefixes, largePages, sameBits);
    }

    /**
     * Sets how many sequences may have a key-value cache at once.
     *
     * @param value at least 1
     * @return new options
     */
    public GeneratorOptions sequences(final int value) {
        return new GeneratorOptions(threads, spin, memoryArena, prefillChunk, value, memoryCheck, listener,
                sharePrefixes, largePages, sameBits);
    }

    /**
     * Switches the check of free memory.
     *
     * @param value false to load whatever the estimate says
     * @return new options
     */
    public GeneratorOptions memoryCheck(final boolean value) {
        return new GeneratorOptions(threads, spin, memoryArena, prefillChunk, sequences, value, listener,
                sharePrefixes, largePages, sameBits);
    }

    /**
     * Sets who is told of loading and of generations.
     *
     * @param value called on the threads that load and generate
     * @return new options
     */
    public GeneratorOptions listener(final GenerationListener value) {
        return new GeneratorOptions(threads, spin, memoryArena, prefillChunk, sequences, memoryCheck, value,
                sharePrefixes, largePages, sameBits);
    }

    /**
     * Sets whether plain generations begin with what other texts hold.
     *
     * @param value true to copy it instead of computing it
     * @return new options
     */
    public GeneratorOptions sharePrefixes(final boolean value) {
        return new GeneratorOptions(threads, spin, memoryArena, prefillChunk, sequences, memoryCheck,
                listener, value, largePages, sameBits);
    }

    /**
     * Sets whether the weights move into large pages.
     *
     * @param value false to leave them where ONNX Runtime put them
     * @return new options
     */
    public GeneratorOptions largePages(final boolean value) {
        return new GeneratorOptions(threads, spin, memoryArena, prefillChunk, sequences, memoryCheck,
                listener, sharePrefixes, value, sameBits);
    }

    /**
     * Sets whether a text has logits of the same bits however it is computed, with the same threads on the same machine.
     *
     * @param value true for the same bits, at an eighth to a quarter more time for a token that is computed by itself
     * @return new options
     */
    public GeneratorOptions sameBits(final boolean value) {
        return new GeneratorOptions(threads, spin, memoryArena, prefillChunk, sequences, memoryCheck,
                listener, sharePrefixes, largePages, value);
    }
}
