package dev.ingot.quality;

import dev.ingot.report.BarPanel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Signal-to-noise ratios of several variants, ordered by role and layer. */
final class SnrPlaces {

    private static final String OUTSIDE = "outside the layers";

    private final Map<String, Map<String, List<Double>>> byRole = new LinkedHashMap<>();
    private final int variants;
    private double largest;

    SnrPlaces(final List<VariantQuality> variants) {
        this.variants = variants.size();
        for (int i = 0; i < variants.size(); i++) {
            for (final MatrixQuality matrix : variants.get(i).matrices()) {
                put(i, matrix);
            }
        }
    }

    private void put(final int variant, final MatrixQuality matrix) {
        final String panel = matrix.layer().isPresent() ? matrix.role() : OUTSIDE;
        final String label = matrix.layer().isPresent()
                ? String.valueOf(matrix.layer().getAsInt())
                : matrix.role();
        final double snr = matrix.error().snr();
        largest = Double.isInfinite(snr) ? largest : Math.max(largest, snr);
        // Of the experts of a layer the worst one counts.
        final List<Double> values = byRole.computeIfAbsent(panel, key -> new LinkedHashMap<>())
                .computeIfAbsent(label, key -> new ArrayList<>(Collections.nCopies(variants, Double.NaN)));
        values.set(variant, Double.isNaN(values.get(variant)) ? snr : Math.min(values.get(variant), snr));
    }

    /** Returns the largest finite ratio. */
    double largest() {
        return largest;
    }

    /** Returns the groups of each role, those of the layers by number. */
    Map<String, List<BarPanel.Group>> panels() {
        final var panels = new LinkedHashMap<String, List<BarPanel.Group>>();
        byRole.forEach((role, labels) -> {
            final Map<String, List<Double>> sorted = role.equals(OUTSIDE) ? labels : byNumber(labels);
            panels.put(role, sorted.entrySet().stream()
                    .map(entry -> new BarPanel.Group(entry.getKey(), entry.getValue())).toList());
        });
        return panels;
    }

    private static Map<String, List<Double>> byNumber(final Map<String, List<Double>> labels) {
        final var sorted = new TreeMap<String, List<Double>>(
                Comparator.comparingInt(Integer::parseInt));
        sorted.putAll(labels);
        return sorted;
    }
}
