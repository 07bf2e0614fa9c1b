package dev.ingot.hf;

import dev.ingot.quantize.WeightRows;
import java.nio.ByteOrder;

/** Reads rows as a test would by hand: byte by byte, independent of the decoder. */
final class Tensors {

    private Tensors() {}

    static float[] floats(final WeightRows rows) {
        final var buffer = rows.data().asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        final var values = new float[rows.count() * rows.columns()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (rows.type()) {
                case F32 -> buffer.getFloat(4 * i);
                case BF16 -> Float.intBitsToFloat(buffer.getShort(2 * i) << 16);
                case F16 -> Float.float16ToFloat(buffer.getShort(2 * i));
            };
        }
        return values;
    }
}
