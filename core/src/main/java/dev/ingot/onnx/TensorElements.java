package dev.ingot.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.ingot.error.ModelFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Gathers the elements of a tensor, which a file may hold as raw bytes or in the typed field of their kind. */
final class TensorElements {

    private final Path file;
    private final String subject;
    private final TensorProto tensor;
    private final ElementType type;

    TensorElements(final Path file, final String subject, final TensorProto tensor, final ElementType type) {
        this.file = file;
        this.subject = subject;
        this.tensor = tensor;
        this.type = type;
    }

    /** Returns the little-endian bytes, of exactly the given size. */
    ByteBuffer bytes(final long size) {
        if (!tensor.getRawData().isEmpty()) {
            requireCount(size, tensor.getRawData().size(), "bytes of raw_data");
            return tensor.getRawData().asReadOnlyByteBuffer();
        }
        // The count is compared before anything of the claimed size is allocated.
        requireCount(size / type.bytes(), typedCount(), "elements of " + type);
        final var result = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case FLOAT -> tensor.getFloatDataList().forEach(result::putFloat);
            case DOUBLE -> tensor.getDoubleDataList().forEach(result::putDouble);
            case INT64 -> tensor.getInt64DataList().forEach(result::putLong);
            case INT32 -> tensor.getInt32DataList().forEach(result::putInt);
            case UINT8 -> putSmall(result, 0, 0xFF);
            case INT8 -> putSmall(result, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case BOOL -> putSmall(result, 0, 1);
            case FLOAT16, BFLOAT16 -> putSmall(result, 0, 0xFFFF);
        }
        return result.flip().asReadOnlyBuffer();
    }

    private int typedCount() {
        return switch (type) {
            case FLOAT -> tensor.getFloatDataCount();
            case DOUBLE -> tensor.getDoubleDataCount();
            case INT64 -> tensor.getInt64DataCount();
            case INT32, UINT8, INT8, BOOL, FLOAT16, BFLOAT16 -> tensor.getInt32DataCount();
        };
    }

    private void putSmall(final ByteBuffer target, final int min, final int max) {
        for (int i = 0; i < tensor.getInt32DataCount(); i++) {
            final int value = tensor.getInt32Data(i);
            if (value < min || value > max) {
                throw ModelFormatException.of(file, subject, "elements from " + min + " to " + max,
                        value + " at " + i);
            }
            if (type.bytes() == 1) {
                target.put((byte) value);
            } else {
                target.putShort((short) value);
            }
        }
    }

    private void requireCount(final long expected, final long found, final String what) {
        if (expected != found) {
            throw ModelFormatException.of(file, subject, expected + " " + what + " for shape "
                    + tensor.getDimsList(), String.valueOf(found));
        }
    }
}
