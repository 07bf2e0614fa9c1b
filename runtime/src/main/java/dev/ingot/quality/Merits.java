package dev.ingot.quality;

/**
 * What there is to weigh against each other in a choice of precision.
 *
 * @param bytes      of all files: less is better
 * @param divergence per token: less is better; what is not a number counts as infinite, and so beats nothing
 * @param speed      in any unit: more is better
 */
record Merits(long bytes, double divergence, double speed) {

    /** Speeds that are closer than this are the same: they are measured, and other work disturbs them. */
    private static final double SAME_SPEED = 0.95;

    /** Keeps what is not a number, which compares with nothing, from going unbeaten. */
    Merits {
        divergence = Double.isNaN(divergence) ? Double.POSITIVE_INFINITY : divergence;
    }

    /** Tells whether these are at least as good as others, and better in something. */
    boolean dominate(final Merits other) {
        final boolean noWorse = bytes <= other.bytes && divergence <= other.divergence
                && speed >= other.speed * SAME_SPEED;
        return noWorse && (bytes < other.bytes || divergence < other.divergence
                || speed * SAME_SPEED > other.speed);
    }
}
