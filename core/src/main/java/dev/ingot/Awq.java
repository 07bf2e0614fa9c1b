package dev.ingot;

import java.util.Map;

/**
 * Enlarges the columns that carry large inputs before everything is rounded to nearest, and shrinks what yields these
 * inputs - the norm before, or rows of the matrix before - by the same factors (Lin et al. 2023, arXiv 2306.00978). The
 * factors are the mean magnitudes of the inputs to a power that is searched for each layer.
 *
 * @param calibration what the model is run on
 */
public record Awq(Calibration calibration) implements Calibrated {

    @Override
    public String label() {
        return "awq";
    }

    @Override
    public Map<String, Object> facts() {
        return Map.of("calibration", calibration.description());
    }

    @Override
    public String toString() {
        return label() + facts();
    }
}
