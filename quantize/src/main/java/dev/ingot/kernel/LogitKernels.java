package dev.ingot.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Loops over the logits of one position: native-order floats in a segment of any alignment. Stateless, for any number
 * of threads; every implementation gives the same result to the last bit.
 */
public interface LogitKernels {

    /** Logits in a block of {@link #maxima}. */
    int BLOCK = 512;

    /**
     * Finds the largest logit.
     *
     * @param floats the logits
     * @param count  how many
     * @return the lowest index of the largest logit; NaN is never the largest; -1 if there is none but NaN
     */
    int argMax(MemorySegment floats, int count);

    /**
     * Finds the largest logit of every block of {@value #BLOCK}; the last one may be shorter.
     *
     * @param floats the logits
     * @param count  how many
     * @param maxima where they go, one per block: the largest that is not NaN, negative infinity if there is none; a zero is
     *               positive
     */
    void maxima(MemorySegment floats, int count, float[] maxima);

    /**
     * Weighs every block, {@link #maxima} in the same pass: the sum of {@code exp((x - max) * inverseTemperature)} over its
     * logits, {@code max} being the largest of all; the weights together are the denominator of a softmax. NaN weighs
     * nothing, nor does what is below 2^-125 of its block or the block below 2^-125 of the whole; without a finite maximum
     * nothing does. The relative error of the whole is below 1e-6.
     *
     * @param floats             the logits
     * @param count              how many
     * @param inverseTemperature factor of the exponents, positive
     * @param maxima             where the largest logits go, one per block
     * @param weights            where the weights go, one per block
     */
    void weigh(MemorySegment floats, int count, double inverseTemperature, float[] maxima, float[] weights);

    /**
     * Finds the logits that reach a threshold.
     *
     * @param floats    the logits
     * @param count     how many
     * @param threshold the least value that counts; NaN never does
     * @param indices   where their indices go, rising; those that find no room are counted only
     * @return how many logits reach the threshold
     */
    int collectAtLeast(MemorySegment floats, int count, float threshold, int[] indices);

    /**
     * Makes logits impossible.
     *
     * @param floats  the logits; those whose bit is not set become negative infinity
     * @param count   how many
     * @param allowed one bit for each, lowest first
     */
    void mask(MemorySegment floats, int count, long[] allowed);
}
