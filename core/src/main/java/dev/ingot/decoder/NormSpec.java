package dev.ingot.decoder;

/**
 * Which norm a family uses, everywhere the same.
 *
 * @param kind   root mean square (arXiv 1910.07467) or mean and variance (arXiv 1607.06450)
 * @param weight whether there is a factor per element; without one the factor is 1
 * @param bias   whether there is a summand per element
 * @param offset added to the stored factors: 1 where the checkpoint stores their distance from 1
 */
record NormSpec(Kind kind, boolean weight, boolean bias, float offset) {

    /** What the values are divided by. */
    enum Kind {
        /** Root of the mean square. */
        ROOT_MEAN_SQUARE,
        /** Standard deviation, after the mean is taken off. */
        LAYER
    }

    /** Root mean square with stored factors. */
    static NormSpec rootMeanSquare() {
        return new NormSpec(Kind.ROOT_MEAN_SQUARE, true, false, 0);
    }

    /** Mean and variance with stored factors and summands. */
    static NormSpec layer() {
        return new NormSpec(Kind.LAYER, true, true, 0);
    }

    /** Nothing but the normalization. */
    NormSpec withoutParameters() {
        return new NormSpec(kind, false, false, 0);
    }

    /** Stored factors are distances from 1. */
    NormSpec aroundOne() {
        return new NormSpec(kind, weight, bias, 1);
    }
}
