package dev.ingot.kernel;

/** In which order floats are added up; as everywhere in float32, it decides the last bits. */
enum SumOrder {
    /** From the first to the last. */
    PLAIN {
        @Override
        float sum(final float[] terms) {
            float sum = 0;
            for (final float term : terms) {
                sum += term;
            }
            return sum;
        }
    },
    /**
     * Element {@code i} goes to running sum {@code i % 8}, and these are added in pairs; more than 128 elements are cut
     * in half before. This is how numpy adds up what lies together, and what a vector of 8 lanes does by itself.
     */
    EIGHT_LANES {
        @Override
        float sum(final float[] terms) {
            return sum(terms, 0, terms.length);
        }

        private float sum(final float[] terms, final int from, final int to) {
            if (to - from > LONGEST) {
                final int middle = (from + to) >>> 1;
                return sum(terms, from, middle) + sum(terms, middle, to);
            }
            final float[] lanes = new float[LANES];
            System.arraycopy(terms, from, lanes, 0, LANES);
            for (int i = from + LANES; i < to; i += LANES) {
                for (int lane = 0; lane < LANES; lane++) {
                    lanes[lane] += terms[i + lane];
                }
            }
            return (lanes[0] + lanes[1] + (lanes[2] + lanes[3]))
                    + (lanes[4] + lanes[5] + (lanes[6] + lanes[7]));
        }
    };

    private static final int LANES = 8;
    private static final int LONGEST = 128;

    /** Adds up a block: a power of two, at least 16. */
    abstract float sum(float[] terms);
}
