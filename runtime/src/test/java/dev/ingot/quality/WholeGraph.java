package dev.ingot.quality;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.ingot.Pipeline;
import dev.ingot.onnx.Dimension;
import dev.ingot.onnx.ElementType;
import dev.ingot.onnx.Graph;
import dev.ingot.onnx.Model;
import dev.ingot.onnx.OnnxFiles;
import dev.ingot.onnx.ValueInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A float export run as a whole, with inner values among its outputs. */
final class WholeGraph {

    private final Path file;
    private final Graph graph;

    /** Exports a checkpoint, and adds outputs. */
    WholeGraph(final Path source, final Path work, final Collection<String> values) {
        final Path directory = Pipeline.from(source).toOnnx(work).directory();
        final Model model = OnnxFiles.read(directory.resolve("model.onnx"));
        final var outputs = new ArrayList<>(model.graph().outputs());
        values.forEach(value -> outputs.add(new ValueInfo(value, ElementType.FLOAT,
                List.of(Dimension.of("a"), Dimension.of("b"), Dimension.of("c")))));
        graph = new Graph(model.graph().name(), model.graph().inputs(), outputs,
                model.graph().initializers(), model.graph().nodes());
        file = directory.resolve("opened.onnx");
        OnnxFiles.write(new Model(model.irVersion(), model.opsets(), model.producer(), model.version(),
                model.metadata(), graph), file);
    }

    /** Sums the products of the elements of values over all tokens of all windows. */
    Map<String, double[]> products(final List<int[]> windows, final Collection<String> values)
            throws OrtException {
        final var environment = OrtEnvironment.getEnvironment();
        final var sums = new HashMap<String, double[]>();
        try (OrtSession session = environment.createSession(file.toString())) {
            for (final int[] window : windows) {
                final var inputs = new HashMap<String, OnnxTensor>();
                for (final ValueInfo input : graph.inputs()) {
                    inputs.put(input.name(), input(environment, input, window));
                }
                try (var result = session.run(inputs)) {
                    for (final String value : values) {
                        add((OnnxTensor) result.get(value).orElseThrow(), value, sums);
                    }
                }
                inputs.values().forEach(OnnxTensor::close);
            }
        }
        return sums;
    }

    private static void add(final OnnxTensor tensor, final String value, final Map<String, double[]> sums) {
        final long[] shape = tensor.getInfo().getShape();
        final int width = (int) shape[shape.length - 1];
        final float[] elements = new float[tensor.getFloatBuffer().remaining()];
        tensor.getFloatBuffer().get(elements);
        final double[] sum = sums.computeIfAbsent(value, name -> new double[width * width]);
        for (int row = 0; row < elements.length; row += width) {
            for (int i = 0; i < width; i++) {
                for (int j = 0; j < width; j++) {
                    sum[i * width + j] += (double) elements[row + i] * elements[row + j];
                }
            }
        }
    }

    private static OnnxTensor input(final OrtEnvironment environment, final ValueInfo input,
            final int[] window) throws OrtException {
        if (input.type() == ElementType.INT64) {
            final long[] values = new long[window.length];
            Arrays.setAll(values, i -> input.name().equals("input_ids") ? window[i] : 1);
            return OnnxTensor.createTensor(environment, new long[][]{values});
        }
        final long[] shape = input.shape().stream()
                .mapToLong(size -> size instanceof Dimension.Fixed(long fixed) ? fixed : 0).toArray();
        shape[0] = 1;
        return OnnxTensor.createTensor(environment,
                ByteBuffer.allocateDirect(0).order(ByteOrder.nativeOrder()).asFloatBuffer(), shape);
    }
}
