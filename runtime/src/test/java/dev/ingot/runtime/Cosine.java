package dev.ingot.runtime;

/** The cosine of the angle between two sets of logits. */
final class Cosine {

    private Cosine() {}

    /** Of rows taken together. */
    static double of(final float[][] one, final float[][] two) {
        double product = 0;
        double first = 0;
        double second = 0;
        for (int row = 0; row < one.length; row++) {
            for (int i = 0; i < one[row].length; i++) {
                product += (double) one[row][i] * two[row][i];
                first += (double) one[row][i] * one[row][i];
                second += (double) two[row][i] * two[row][i];
            }
        }
        return product / Math.sqrt(first * second);
    }

    /** Of one row. */
    static double of(final float[] one, final float[] two) {
        return of(new float[][]{one}, new float[][]{two});
    }
}
