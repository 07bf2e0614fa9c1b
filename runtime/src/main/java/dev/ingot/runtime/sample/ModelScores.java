package dev.ingot.runtime.sample;

import dev.ingot.kernel.Kernels;
import dev.ingot.kernel.LogitKernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Log-probabilities as the model gives them: of its logits as they are, before penalties, bias, temperature or any cut. A
 * copy of the logits is kept, since the sampler changes them. For one thread at a time.
 */
public final class ModelScores {

    private final int wanted;
    private final Peaks peaks;
    private final Ranking ranking;
    private MemorySegment logits = MemorySegment.NULL;
    private double logMass; // the logarithm of the sum of all exponentials

    /**
     * Prepares.
     *
     * @param wanted how many of the best tokens to rank, 0 or more
     */
    public ModelScores(final int wanted) {
        this.wanted = wanted;
        final LogitKernels kernels = Kernels.active().logits();
        peaks = new Peaks(kernels);
        ranking = new Ranking(kernels, peaks);
    }

    /**
     * Takes the logits of a position, before anything changes them.
     *
     * @param row   native-order floats
     * @param count how many
     */
    public void read(final MemorySegment row, final int count) {
        final long bytes = (long) count * Float.BYTES;
        if (logits.byteSize() != bytes) {
            logits = Arena.ofAuto().allocate(bytes, 64);
        }
        MemorySegment.copy(row, 0, logits, 0, bytes);
        peaks.weigh(logits, count, 1);
        logMass = peaks.max() + StrictMath.log(peaks.weight());
        if (wanted > 0) {
            ranking.best(logits, count, wanted);
        }
    }

    /**
     * Returns the log-probability of a token.
     *
     * @param id below the count
     * @return its natural logarithm
     */
    public double of(final int id) {
        return LogitRow.get(logits, id) - logMass;
    }

    /**
     * Returns how many tokens are ranked.
     *
     * @return as many as were wanted, or fewer where the model makes fewer possible
     */
    public int ranked() {
        return Math.min(wanted, ranking.size());
    }

    /**
     * Returns a token of the ranking.
     *
     * @param place 0 for the most probable one
     * @return its id
     */
    public int id(final int place) {
        return ranking.id(place);
    }
}
