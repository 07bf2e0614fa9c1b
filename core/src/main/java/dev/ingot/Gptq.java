package dev.ingot;

import dev.ingot.error.InvalidOptionException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Passes the rounding error of each column on to the columns that are not rounded yet, so that the products suffer least
 * (Frantar et al. 2022, arXiv 2210.17323). Layer by layer: each sees the text as the quantized layers before it pass it
 * on. Head and embedding are rounded to nearest.
 *
 * @param calibration what the model is run on
 * @param damping     added to the diagonal of the Hessian, as a part of its mean: 0.01 as a rule
 * @param actOrder    whether columns are rounded in the order of their use, the most used first, and not from the first to
 *                    the last. Blocks stay what they are (their scales are fixed beforehand), so that nothing has to be
 *                    put in order at run time
 */
public record Gptq(Calibration calibration, double damping, boolean actOrder) implements Calibrated {

    private static final double USUAL_DAMPING = 0.01;

    /** Checks the range. */
    public Gptq {
        if (!(damping > 0 && damping <= 1)) {
            throw new InvalidOptionException("damping: expected above 0 and at most 1, found " + damping);
        }
    }

    /**
     * The usual settings.
     *
     * @param calibration what the model is run on
     * @return damping of one hundredth, columns in the order of their use
     */
    public static Gptq on(final Calibration calibration) {
        return new Gptq(calibration, USUAL_DAMPING, true);
    }

    @Override
    public String label() {
        return "gptq";
    }

    @Override
    public Map<String, Object> facts() {
        final var facts = new LinkedHashMap<String, Object>();
        facts.put("damping", damping);
        facts.put("act_order", actOrder);
        facts.put("calibration", calibration.description());
        return Collections.unmodifiableMap(facts);
    }

    @Override
    public String toString() {
        return label() + facts();
    }
}
