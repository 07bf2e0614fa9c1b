package dev.ingot.calibrate;

import dev.ingot.Calibration;
import dev.ingot.Calibration.Program;
import dev.ingot.Calibration.Value;
import dev.ingot.decoder.PlannedTensor.BlockSource;
import dev.ingot.decoder.PlannedTensor.Packed;
import dev.ingot.decoder.ScaledMatrix;
import dev.ingot.error.StorageException;
import dev.ingot.gptq.Hessian;
import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.Dimension;
import dev.ingot.onnx.ElementType;
import dev.ingot.onnx.Graph;
import dev.ingot.onnx.Model;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.OnnxFiles;
import dev.ingot.onnx.ValueInfo;
import dev.ingot.quantize.Algorithm;
import dev.ingot.quantize.BlockDequantizer;
import dev.ingot.quantize.BlockQuantizer;
import dev.ingot.quantize.FloatRows;
import dev.ingot.quantize.Mode;
import dev.ingot.quantize.PackedRows;
import dev.ingot.quantize.RowWorkers;
import dev.ingot.quantize.WeightMatrix;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The squared error of the products with rounded matrices, over all inputs that were seen: with differences {@code D} and
 * the inputs' {@code H = X^T X} it is the sum over {@code (D H) * D}.
 */
final class ProductErrors implements AutoCloseable {

    private static final long ALIGNMENT = 64;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    private final Arena arena = Arena.ofShared();
    private final Program program;
    private final Value products;
    private final Value sum = new Value(Value.Type.FLOAT, arena.allocate(Float.BYTES, ALIGNMENT), List.of());
    private final RowWorkers workers;

    ProductErrors(final Hessian hessian, final Calibration calibration, final RowWorkers workers) {
        final long columns = hessian.columns();
        this.products = new Value(Value.Type.FLOAT,
                arena.allocate(columns * columns * Float.BYTES, ALIGNMENT), List.of(columns, columns));
        hessian.copyTo(products.data());
        this.workers = workers;
        this.program = calibration.load(graph());
    }

    private static byte[] graph() {
        final var matrix = List.of(Dimension.of("N"), Dimension.of("K"));
        final var nodes = List.of(
                new Node("MatMul", "", "spread", List.of("differences", "products"), List.of("spread"),
                        Map.of()),
                new Node("Mul", "", "squared", List.of("spread", "differences"), List.of("squared"),
                        Map.of()),
                new Node("ReduceSum", "", "error", List.of("squared"), List.of("error"),
                        Map.of("keepdims", new Attribute.Int(0))));
        return OnnxFiles.toBytes(new Model(10, Map.of("", 21L), "ingot", "", Map.of(), new Graph("errors",
                List.of(new ValueInfo("differences", ElementType.FLOAT, matrix),
                        new ValueInfo("products", ElementType.FLOAT, matrix)),
                List.of(new ValueInfo("error", ElementType.FLOAT, List.of())), List.of(), nodes)));
    }

    /** Of a matrix that is rounded to nearest, as it is planned, while its columns are multiplied by factors. */
    double of(final Packed planned, final float[] factors) {
        final WeightMatrix matrix = planned.source().matrix();
        try (var memory = Arena.ofShared()) {
            final MemorySegment differences = memory.allocate(
                    (long) matrix.rows() * matrix.columns() * Float.BYTES, ALIGNMENT);
            BlockQuantizer.of(planned.format(), algorithm(planned), Mode.REPAIRED).quantize(
                    new ScaledMatrix(matrix, factors, null),
                    rows -> compare(rows, planned, factors, differences), workers);
            program.run(Map.of("differences", new Value(Value.Type.FLOAT, differences,
                    List.of((long) matrix.rows(), (long) matrix.columns())), "products", products),
                    Map.of("error", sum));
            return sum.data().get(FLOAT, 0);
        } catch (IOException e) {
            throw new StorageException("quantize", Path.of(matrix.name()), e);
        }
    }

    private static Algorithm algorithm(final Packed planned) {
        return planned.source() instanceof BlockSource.Quantized quantized
                ? quantized.algorithm()
                : Algorithm.DEFAULT;
    }

    private static void compare(final PackedRows rows, final Packed planned, final float[] factors,
            final MemorySegment differences) {
        final int columns = factors.length;
        final long rowBytes = (long) columns * Float.BYTES;
        final float[] rounded = new float[rows.count() * columns];
        final float[] exact = new float[rounded.length];
        BlockDequantizer.toFloat(rows, planned.format(), columns, MemorySegment.ofArray(rounded));
        try (var memory = Arena.ofConfined()) {
            FloatRows.toFloat(planned.source().matrix().rows(rows.first(), rows.count(), memory),
                    MemorySegment.ofArray(exact));
        }
        for (int row = 0; row < rows.count(); row++) {
            for (int j = 0; j < columns; j++) {
                final int i = row * columns + j;
                rounded[i] = rounded[i] / factors[j] - exact[i];
            }
        }
        MemorySegment.copy(rounded, 0, differences, FLOAT, rows.first() * rowBytes, rounded.length);
    }

    @Override
    public void close() {
        program.close();
        arena.close();
    }
}
