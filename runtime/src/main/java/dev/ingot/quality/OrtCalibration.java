package dev.ingot.quality;

import dev.ingot.Calibration;
import dev.ingot.runtime.engine.GraphProgram;
import dev.ingot.runtime.machine.PhysicalCores;
import java.util.List;
import java.util.function.Function;

/**
 * Calibration on ONNX Runtime.
 *
 * @param description of the text
 * @param tokens      about how long it is
 * @param generates   whether the model writes it
 * @param source      the text in windows, of a model
 */
record OrtCalibration(String description, int tokens, boolean generates,
        Function<Subject, List<int[]>> source) implements Calibration {

    @Override
    public List<int[]> windows(final Subject model) {
        return source.apply(model);
    }

    @Override
    public Program load(final byte[] graph) {
        return new GraphProgram(graph, PhysicalCores.count());
    }

    @Override
    public String toString() {
        return description;
    }
}
