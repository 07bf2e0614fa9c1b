package dev.ingot.kernel;

/** A few blocks for which the search of {@link KQuantSearch} is done side by side; the same floats in the same order. */
abstract class KQuantGroup {

    /** How many partial sums a sum has, see {@link SumOrder#EIGHT_LANES}. */
    static final int SUMS = 8;
    /** Weights whose partial sums are added up before those of the next ones. */
    static final int LONGEST = 128;

    /** How many blocks there may be. */
    final int size;
    /** Per block: the largest weight, at least 0 in repaired mode. */
    final float[] high;
    /** Per block: the smallest weight, at most 0 in repaired mode. */
    final float[] low;
    /** Per block: the beginning of the grid that was found. */
    final float[] min;
    /** Per block: the step of the grid that was found. */
    final float[] scale;
    /** Per block: not zero when a factor was not finite, which the definition treats in a special way. */
    final float[] poison;

    KQuantGroup(final int size) {
        this.size = size;
        this.high = new float[size];
        this.low = new float[size];
        this.min = new float[size];
        this.scale = new float[size];
        this.poison = new float[size];
    }

    /**
     * Takes the weights of {@code blocks} blocks.
     *
     * @param evens  the even weights, {@code [B / 2][count]}
     * @param odds   the odd weights
     * @param first  the first block
     */
    abstract void load(float[] evens, float[] odds, int first, int blocks, int count);

    /** Finds {@link #scale} and {@link #min} from {@link #low} to {@link #high}. */
    abstract void search(int blocks);

    /** Tells after a search whether its result is that of the definition. */
    final boolean isOrdinary(final int block) {
        final float largest = Math.max(Math.abs(low[block]), Math.abs(high[block]));
        return KQuantSearch.isOrdinary(largest) && poison[block] == 0;
    }
}
