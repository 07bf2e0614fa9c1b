package dev.ingot.bench;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.Dimension;
import dev.ingot.onnx.ElementType;
import dev.ingot.onnx.Graph;
import dev.ingot.onnx.Model;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.OnnxFiles;
import dev.ingot.onnx.ValueInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * ONNX Runtime's operator QuantizeLinear on the weights that {@link QuantizeBenchmark} quantizes: what its Java package has of a
 * block quantizer. Scales and zero points are given, it rounds and packs nothing, and it reads float32, which counts as the bf16
 * that it stands for.
 */
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class NativeBenchmark extends KernelBenchmark {

    private static final int ROWS = KernelCase.ROWS;
    private static final int COLUMNS = KernelCase.COLUMNS;
    private static final int MIDDLE = 128;
    private static final long IR_VERSION = 10;
    private static final long OPSET = 21;

    /** Weights of a block. */
    @Param({"32", "128"})
    public int blockSize;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final Map<String, OnnxTensor> inputs = new HashMap<>();
    private final Map<String, OnnxValue> outputs = new HashMap<>();
    private OrtSession session;

    /** Opens a graph of one node, and makes weights. */
    @Setup(Level.Trial)
    public void setUp() throws OrtException {
        System.out.printf("# %s%n", Figures.environment());
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            session = environment.createSession(graph(), options);
        }
        final long blocks = COLUMNS / blockSize;
        inputs.put("weights", floats(COLUMNS, true));
        inputs.put("scales", floats(blocks, false));
        inputs.put("zeros", bytes(blocks));
        outputs.put("codes", bytes(COLUMNS));
        settle(this::run);
    }

    private byte[] graph() {
        final var node = new Node("QuantizeLinear", "", "quantize", List.of("weights", "scales", "zeros"),
                List.of("codes"),
                Map.of("axis", new Attribute.Int(1), "block_size", new Attribute.Int(blockSize)));
        final long blocks = COLUMNS / blockSize;
        final var graph = new Graph("rounding",
                List.of(value("weights", ElementType.FLOAT, COLUMNS),
                        value("scales", ElementType.FLOAT, blocks),
                        value("zeros", ElementType.UINT8, blocks)),
                List.of(value("codes", ElementType.UINT8, COLUMNS)), List.of(), List.of(node));
        return OnnxFiles.toBytes(new Model(IR_VERSION, Map.of("", OPSET), "ingot", "", Map.of(), graph));
    }

    private static ValueInfo value(final String name, final ElementType type, final long columns) {
        return new ValueInfo(name, type, List.of(Dimension.of(ROWS), Dimension.of(columns)));
    }

    private OnnxTensor floats(final long columns, final boolean weights) throws OrtException {
        final FloatBuffer values = memory(columns * Float.BYTES).asFloatBuffer();
        final var random = new Random(1);
        for (int i = 0; i < values.capacity(); i++) {
            values.put(i, weights ? (float) random.nextGaussian() * 0.02f : 0.001f);
        }
        return OnnxTensor.createTensor(environment, values, new long[]{ROWS, columns});
    }

    private OnnxTensor bytes(final long columns) throws OrtException {
        final ByteBuffer values = memory(columns);
        for (int i = 0; i < values.capacity(); i++) {
            values.put(i, (byte) MIDDLE);
        }
        return OnnxTensor.createTensor(environment, values, new long[]{ROWS, columns}, OnnxJavaType.UINT8);
    }

    private static ByteBuffer memory(final long rowBytes) {
        return ByteBuffer.allocateDirect(Math.toIntExact(ROWS * rowBytes)).order(ByteOrder.nativeOrder());
    }

    private boolean run() {
        try (var result = session.run(inputs, Set.of(), outputs)) {
            return result.size() == 1;
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Rounds to bytes. */
    @Benchmark
    public boolean quantizeLinear(final Meter meter) {
        meter.gigabytes += KernelCase.GIGABYTES;
        return run();
    }

    /** Closes what was opened. */
    @Override
    @TearDown(Level.Trial)
    public void tearDown() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
        inputs.values().forEach(OnnxTensor::close);
        outputs.values().forEach(OnnxValue::close);
        super.tearDown();
    }
}
