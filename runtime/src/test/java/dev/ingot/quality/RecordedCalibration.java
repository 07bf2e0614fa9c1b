package dev.ingot.quality;

import dev.ingot.Calibration;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Calibration on given windows that keeps what it is asked to compute.
 *
 * @param windows  token ids
 * @param products sums of products by name of the tapped value, in row-major order
 * @param engine   runs the graphs
 */
record RecordedCalibration(List<int[]> windows, Map<String, double[]> products,
        Calibration engine) implements Calibration {

    private static final String PRODUCTS = "/calibration/products";

    static RecordedCalibration of(final List<int[]> windows) {
        return new RecordedCalibration(windows, new HashMap<>(), Calibrations.text("unused"));
    }

    @Override
    public String description() {
        return "given windows";
    }

    @Override
    public int tokens() {
        return windows.stream().mapToInt(window -> window.length).sum();
    }

    @Override
    public boolean generates() {
        return false;
    }

    @Override
    public List<int[]> windows(final Subject model) {
        return windows;
    }

    @Override
    public Program load(final byte[] graph) {
        final Program program = engine.load(graph);
        return new Program() {
            @Override
            public void run(final Map<String, Value> inputs, final Map<String, Value> outputs) {
                program.run(inputs, outputs);
                outputs.forEach((name, value) -> {
                    if (name.endsWith(PRODUCTS)) {
                        keep(name.substring(0, name.length() - PRODUCTS.length()), value);
                    }
                });
            }

            @Override
            public void close() {
                program.close();
            }
        };
    }

    private void keep(final String tap, final Value value) {
        final float[] added = value.data().toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
        final double[] sums = products.computeIfAbsent(tap, name -> new double[added.length]);
        for (int i = 0; i < sums.length; i++) {
            sums[i] += added[i];
        }
    }
}
