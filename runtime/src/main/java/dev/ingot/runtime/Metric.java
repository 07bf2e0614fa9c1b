package dev.ingot.runtime;

import java.util.Map;

/**
 * One measurement for a histogram.
 *
 * @param name       of the instrument
 * @param unit       in the notation of UCUM: {@code s}, or {@code {token}}
 * @param value      the measured value
 * @param attributes what it was measured on, by name
 */
public record Metric(String name, String unit, double value, Map<String, String> attributes) {

    /** Copies the attributes. */
    public Metric {
        attributes = Map.copyOf(attributes);
    }
}
