package dev.ingot.gguf;

import dev.ingot.error.UnsupportedModelException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds the parameters of Llama 3's rotary scaling from the divisors of the frequencies, which is all that a GGUF file
 * has of them: with {@code s = (context / wavelength - low) / (high - low)}, limited to 0..1, the divisor is
 * {@code 1 / ((1 - s) / factor + s)}. Every published model has {@code low} 1 and {@code high} 4; what these give must
 * reproduce every divisor.
 */
final class RotaryFactors {

    private static final double LOW = 1;
    private static final double HIGH = 4;
    private static final double TOLERANCE = 1e-5;

    private final GgufFile file;
    private final float[] divisors;
    private final double theta;

    RotaryFactors(final GgufFile file, final float[] divisors, final double theta) {
        this.file = file;
        this.divisors = divisors;
        this.theta = theta;
    }

    Map<String, Object> scaling() {
        double factor = 1;
        for (final float divisor : divisors) {
            factor = Math.max(factor, divisor);
        }
        final int context = context(factor);
        for (int j = 0; j < divisors.length; j++) {
            if (!(Math.abs(divisor(j, factor, context) / divisors[j] - 1) < TOLERANCE)) {
                throw unknown();
            }
        }
        final var scaling = new LinkedHashMap<String, Object>();
        scaling.put("rope_type", "llama3");
        scaling.put("factor", factor);
        scaling.put("low_freq_factor", LOW);
        scaling.put("high_freq_factor", HIGH);
        scaling.put("original_max_position_embeddings", context);
        return scaling;
    }

    /** The context follows from any divisor between the two ends. */
    private int context(final double factor) {
        for (int j = 0; j < divisors.length; j++) {
            if (divisors[j] > 1 + TOLERANCE && divisors[j] < factor * (1 - TOLERANCE)) {
                final double share = (1.0 / divisors[j] - 1 / factor) / (1 - 1 / factor);
                return (int) Math.round(wavelength(j) * (LOW + share * (HIGH - LOW)));
            }
        }
        throw unknown();
    }

    private double divisor(final int j, final double factor, final int context) {
        final double share = (context / wavelength(j) - LOW) / (HIGH - LOW);
        final double limited = Math.max(0, Math.min(1, share));
        return 1 / ((1 - limited) / factor + limited);
    }

    private double wavelength(final int j) {
        return 2 * Math.PI * Math.pow(theta, (double) j / divisors.length);
    }

    private UnsupportedModelException unknown() {
        return new UnsupportedModelException(file.path()
                + ": rope_freqs.weight: expected the divisors of Llama 3's rotary scaling, found others;"
                + " put the model's config.json beside the file");
    }
}
