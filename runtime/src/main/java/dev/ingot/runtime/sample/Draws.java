package dev.ingot.runtime.sample;

/**
 * A sequence of random numbers that is the same on every platform: SplitMix64 (Steele, Lea, Flood: Fast Splittable
 * Pseudorandom Number Generators, 2014), a 64-bit counter and a mixing function in integer arithmetic alone.
 */
final class Draws {

    private static final long STEP = 0x9E3779B97F4A7C15L;

    private long state;

    Draws(final long seed) {
        state = seed;
    }

    /** Returns the next number, 0 included, 1 not: the upper 53 bits as a fraction. */
    double next() {
        state += STEP;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
    }
}
