package dev.ingot.foundry.validate.score;

/** The angle between two vectors. */
public final class Cosine {

    private Cosine() {}

    /**
     * Computes the cosine.
     *
     * @param left  a vector
     * @param right another, as long
     * @return from -1 to 1; 0 when a vector has no length
     */
    public static double of(final float[] left, final float[] right) {
        double product = 0;
        double one = 0;
        double other = 0;
        for (int i = 0; i < left.length; i++) {
            product += (double) left[i] * right[i];
            one += (double) left[i] * left[i];
            other += (double) right[i] * right[i];
        }
        return one == 0 || other == 0 ? 0 : Math.clamp(product / Math.sqrt(one * other), -1, 1);
    }
}
