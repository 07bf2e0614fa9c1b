package dev.ingot.gguf;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.error.WeightValueException;
import dev.ingot.quantize.PackedMatrix;
import dev.ingot.quantize.WeightMatrix;
import dev.ingot.quantize.WeightRows;
import dev.ingot.quantize.WeightType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Tensors of a GGUF file as matrices and vectors. Matrices are called what their user calls them: by these names adapters
 * find what they change. Thread-safe.
 */
final class GgufTensors {

    private final GgufFile file;

    GgufTensors(final GgufFile file) {
        this.file = file;
    }

    WeightMatrix matrix(final String stored, final String name, final int rows, final int columns) {
        final GgufTensor tensor = tensor(stored, List.of((long) columns, (long) rows));
        return matrix(tensor, name, file.data(tensor), rows, columns);
    }

    /** One of the matrices of a tensor with three dimensions. */
    WeightMatrix slice(final String stored, final String name, final int index, final int rows,
            final int columns) {
        final long count = file.tensor(stored).shape().getLast();
        final GgufTensor tensor = tensor(stored, List.of((long) columns, (long) rows, count));
        Objects.checkIndex(index, count);
        final long bytes = tensor.bytes() / count;
        return matrix(tensor, name, file.data(tensor).asSlice(index * bytes, bytes), rows, columns);
    }

    private WeightMatrix matrix(final GgufTensor tensor, final String name, final MemorySegment data,
            final int rows, final int columns) {
        return floats(tensor.type())
                .<WeightMatrix>map(type -> new GgufFloats(name, rows, columns, type, data))
                .or(() -> GgufBlocks.of(name, rows, columns, tensor.type(), data)
                        .map(WeightMatrix.class::cast))
                .or(() -> BlockDecoder.of(tensor.type()).map(
                        decoder -> new GgufMatrix(name, rows, columns, tensor.type(), decoder, data)))
                .orElseThrow(
                        () -> new UnsupportedModelException(file.path() + ": " + tensor.name() + " (byte "
                                + tensor.begin() + "): expected " + BlockDecoder.SUPPORTED + ", found "
                                + tensor.type()));
    }

    /** A matrix whose rows of a head are stored in turn. */
    WeightMatrix heads(final String stored, final String name, final int rows, final int columns,
            final int headSize) {
        checkHeads(stored, rows, headSize);
        final WeightMatrix inTurn = matrix(stored, name, rows, columns);
        return inTurn instanceof PackedMatrix packed
                ? new PackedHeadRows(packed, headSize)
                : new HeadRows(inTurn, headSize);
    }

    float[] vector(final String name, final int length) {
        final GgufTensor tensor = tensor(name, List.of((long) length));
        final var values = new float[length];
        try (var arena = Arena.ofConfined()) {
            final WeightRows row = matrix(tensor, name, file.data(tensor), 1, length).rows(0, 1, arena);
            for (int i = 0; i < length; i++) {
                values[i] = row.get(i);
                if (!Float.isFinite(values[i])) {
                    throw new WeightValueException(name, i, values[i]);
                }
            }
        }
        return values;
    }

    /** A vector whose elements of a head are stored in turn. */
    float[] headVector(final String name, final int length, final int headSize) {
        checkHeads(name, length, headSize);
        final float[] stored = vector(name, length);
        final var values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = stored[HeadRows.place(i, headSize)];
        }
        return values;
    }

    private void checkHeads(final String name, final int rows, final int headSize) {
        if (headSize % 2 != 0 || rows % headSize != 0) {
            throw ModelFormatException.of(file.path(), name, "rows of whole heads of an even size",
                    rows + " rows, heads of " + headSize);
        }
    }

    private GgufTensor tensor(final String name, final List<Long> shape) {
        final GgufTensor tensor = file.tensor(name);
        if (!tensor.shape().equals(shape)) {
            throw ModelFormatException.at(file.path(), name, tensor.begin(), "dimensions " + shape,
                    tensor.describe(), null);
        }
        return tensor;
    }

    private static Optional<WeightType> floats(final GgufType type) {
        return switch (type) {
            case F32 -> Optional.of(WeightType.F32);
            case F16 -> Optional.of(WeightType.F16);
            case BF16 -> Optional.of(WeightType.BF16);
            default -> Optional.empty();
        };
    }
}
