package dev.ingot.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.Dimension;
import dev.ingot.onnx.ElementType;
import dev.ingot.onnx.Graph;
import dev.ingot.onnx.Model;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.OnnxFiles;
import dev.ingot.onnx.Tensor;
import dev.ingot.onnx.ValueInfo;
import dev.ingot.quantize.Algorithm;
import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.BlockQuantizer;
import dev.ingot.quantize.Mode;
import dev.ingot.quantize.PackedMatrix;
import dev.ingot.quantize.WeightMatrix;
import dev.ingot.quantize.WeightRows;
import dev.ingot.quantize.WeightType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ONNX Runtime makes the same weights of codes, zero points and changed scales as Ingot does. */
class StoredScalesTest {

    private static final int ROWS = 24;
    private static final int COLUMNS = 256;

    /** Random weights of very different size from row to row. */
    private record Weights(MemorySegment data) implements WeightMatrix {

        Weights() {
            this(Arena.ofAuto().allocate(ROWS * COLUMNS * Float.BYTES, Float.BYTES));
            final var random = new Random(29);
            for (int i = 0; i < ROWS * COLUMNS; i++) {
                data.setAtIndex(ValueLayout.JAVA_FLOAT, i,
                        (float) (random.nextGaussian() * Math.pow(10, i / COLUMNS % 9 - 6)));
            }
        }

        @Override
        public String name() {
            return "w";
        }

        @Override
        public int rows() {
            return ROWS;
        }

        @Override
        public int columns() {
            return COLUMNS;
        }

        @Override
        public WeightRows rows(final int first, final int count, final SegmentAllocator scratch) {
            final long row = COLUMNS * Float.BYTES;
            return new WeightRows(data.asSlice(first * row, count * row), WeightType.F32, count, COLUMNS);
        }
    }

    @ParameterizedTest
    @CsvSource({"DEFAULT, 16, true", "DEFAULT, 32, false", "DEFAULT, 128, false", "RTN, 32, true",
            "K_QUANT, 32, false",
            "HQQ, 64, false"})
    void rowsThatAreLookedUpAreIngotsOwnFigures(final Algorithm algorithm, final int size,
            final boolean symmetric)
            throws OrtException {
        final var format = new BlockFormat(4, size, symmetric);
        final var matrix = BlockQuantizer.of(format, algorithm, Mode.REPAIRED).view(new Weights());
        final float[] expected = matrix.rows(0, ROWS, Arena.ofAuto()).data()
                .toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
        assertThat(run(model(matrix))).containsExactly(expected);
    }

    /** Looks rows up, which ONNX Runtime dequantizes one by one. */
    private static byte[] model(final PackedMatrix matrix) {
        final var format = matrix.format();
        final var packed = matrix.packed(0, ROWS, Arena.ofAuto());
        final var codes = tensor("codes", ElementType.UINT8, packed.blocks());
        final var scales = tensor("scales", ElementType.FLOAT, packed.scales());
        final var zeros = tensor("zeros", ElementType.UINT8, packed.zeroPoints());
        final var constants = format.symmetric()
                ? List.<Tensor>of(codes, scales)
                : List.<Tensor>of(codes, scales, zeros);
        final var inputs = Stream.concat(Stream.of("codes", "ids", "scales"),
                Stream.of("zeros").limit(constants.size() - 2));
        final var node = new Node("GatherBlockQuantized", "com.microsoft", "/rows", inputs.toList(),
                List.of("rows"),
                Map.of("bits", new Attribute.Int(format.bits()), "block_size",
                        new Attribute.Int(format.blockSize()),
                        "gather_axis", new Attribute.Int(0), "quantize_axis", new Attribute.Int(1)));
        final var graph = new Graph("g",
                List.of(new ValueInfo("ids", ElementType.INT64, List.of(Dimension.of(ROWS)))),
                List.of(new ValueInfo("rows", ElementType.FLOAT,
                        List.of(Dimension.of(ROWS), Dimension.of(COLUMNS)))),
                constants, List.of(node));
        return OnnxFiles
                .toBytes(new Model(9, Map.of("", 17L, "com.microsoft", 1L), "test", "1", Map.of(), graph));
    }

    private static Tensor tensor(final String name, final ElementType type, final MemorySegment data) {
        return new Tensor.Inline(name, type, List.of((long) ROWS, data.byteSize() / ROWS / type.bytes()),
                data.asByteBuffer());
    }

    private static float[] run(final byte[] model) throws OrtException {
        final var environment = Ort.environment();
        try (var session = environment.createSession(model);
                var ids = OnnxTensor.createTensor(environment, LongStream.range(0, ROWS).toArray());
                var result = session.run(Map.of("ids", ids))) {
            final var values = ((OnnxTensor) result.get(0)).getFloatBuffer();
            final var found = new float[values.remaining()];
            values.get(found);
            return found;
        }
    }
}
