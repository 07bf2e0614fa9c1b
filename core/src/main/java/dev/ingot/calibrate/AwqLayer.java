package dev.ingot.calibrate;

import dev.ingot.Calibration;
import dev.ingot.decoder.Folding;
import dev.ingot.decoder.Folding.Giver;
import dev.ingot.decoder.PlannedTensor.Packed;
import dev.ingot.quantize.RowWorkers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Searches the factors of a layer's foldings: the mean magnitudes of the inputs to a power between 0 and 1, in twenty steps;
 * 0 is no scaling. Of each power the error of the products is what counts (Lin et al. 2023, arXiv 2306.00978, section 3.2).
 */
final class AwqLayer {

    private static final Logger LOG = System.getLogger(AwqLayer.class.getName());
    private static final int STEPS = 20;
    private static final float SMALLEST = 1e-4f;

    private final List<Folding> foldings;
    private final Map<String, Packed> wanted;
    private final Calibration calibration;
    private final RowWorkers workers;
    private final Map<Folding, float[]> factors = new LinkedHashMap<>();

    AwqLayer(final List<Folding> foldings, final Map<String, Packed> wanted, final Calibration calibration,
            final RowWorkers workers) {
        this.foldings = foldings;
        this.wanted = wanted;
        this.calibration = calibration;
        this.workers = workers;
    }

    /** The factors found so far. */
    Map<Folding, float[]> factors() {
        return factors;
    }

    void search(final Slice slice, final SliceWeights weights, final SliceRunner runner) {
        for (final List<Tap> group : Tap.groups(slice.taps())) {
            final var sums = runner.observe(slice, weights, group);
            for (final Tap tap : group) {
                final TapSums ofTap = Objects.requireNonNull(sums.remove(tap));
                foldings.stream().filter(folding -> tap.matrices().equals(folding.products()))
                        .forEach(folding -> search(folding, ofTap));
            }
        }
    }

    private void search(final Folding folding, final TapSums sums) {
        final float[] means = means(folding, sums);
        try (var errors = new ProductErrors(sums.products(), calibration, workers)) {
            double unscaled = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int step = 0; step < STEPS; step++) {
                final float[] candidate = factors(means, (double) step / STEPS);
                double error = 0;
                for (final String product : folding.products()) {
                    error += errors.of(Objects.requireNonNull(wanted.get(product)), candidate);
                }
                unscaled = step == 0 ? error : unscaled;
                if (error < least) {
                    least = error;
                    factors.put(folding, candidate);
                }
            }
            LOG.log(Level.DEBUG, "{0}: {1} of the error without factors", folding.products(),
                    least / unscaled);
        }
    }

    /** Columns that share a row have to share a factor: they get the mean of their means. */
    private static float[] means(final Folding folding, final TapSums sums) {
        final var means = new float[sums.products().columns()];
        final var shared = new double[means.length];
        for (int i = 0; i < means.length; i++) {
            shared[row(folding, i)] += sums.magnitude(i);
        }
        for (int i = 0; i < means.length; i++) {
            means[i] = (float) shared[row(folding, i)];
        }
        return means;
    }

    private static int row(final Folding folding, final int column) {
        return folding.giver() instanceof Giver.Rows rows ? rows.row(column) : column;
    }

    private static float[] factors(final float[] means, final double power) {
        final var factors = new float[means.length];
        float low = Float.POSITIVE_INFINITY;
        float high = 0;
        for (int i = 0; i < factors.length; i++) {
            factors[i] = Math.max(SMALLEST, (float) Math.pow(means[i], power));
            low = Math.min(low, factors[i]);
            high = Math.max(high, factors[i]);
        }
        final float middle = (float) Math.sqrt((double) low * high);
        if (middle == 0 || power == 0) {
            Arrays.fill(factors, 1);
            return factors;
        }
        for (int i = 0; i < factors.length; i++) {
            factors[i] /= middle;
        }
        return factors;
    }
}
