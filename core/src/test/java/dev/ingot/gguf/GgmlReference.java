package dev.ingot.gguf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One element of a block, computed straight from the description of its type: where its bits are, and what they are
 * worth. Written element by element, unlike the code under test.
 */
final class GgmlReference {

    private final ByteBuffer block;

    GgmlReference(final byte[] block) {
        this.block = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    }

    private float half(final int at) {
        return Float.float16ToFloat(block.getShort(at));
    }

    private int bits(final int at, final int shift, final int count) {
        return ((block.get(at) & 0xFF) >> shift) & ((1 << count) - 1);
    }

    float element(final GgufType type, final int i) {
        return switch (type) {
            case Q4_0 -> half(0) * (nibbleOf32(2, i) - 8);
            case Q4_1 -> half(0) * nibbleOf32(4, i) + half(2);
            case Q5_0 -> half(0) * (nibbleOf32(6, i) + 16 * bits(2 + i / 8, i % 8, 1) - 16);
            case Q5_1 -> half(0) * (nibbleOf32(8, i) + 16 * bits(4 + i / 8, i % 8, 1)) + half(2);
            case Q8_0 -> half(0) * block.get(2 + i);
            case Q4_K -> half(0) * sixBits(i / 32) * nibbleOf64(16, i) - half(2) * sixBits(8 + i / 32);
            case Q5_K -> half(0) * sixBits(i / 32) * (nibbleOf64(48, i) + 16 * bits(16 + i % 32, i / 32, 1))
                    - half(2) * sixBits(8 + i / 32);
            case Q6_K -> half(208) * block.get(192 + i / 16)
                    * (bits(i / 128 * 64 + i % 64, i % 128 / 64 * 4, 4)
                            + 16 * bits(128 + i / 128 * 32 + i % 32, i % 128 / 32 * 2, 2) - 32);
            default -> throw new IllegalArgumentException(type.toString());
        };
    }

    private int nibbleOf32(final int start, final int i) {
        return bits(start + i % 16, i / 16 * 4, 4);
    }

    /** Each 32 bytes hold 64 elements: first their low halves, then their high ones. */
    private int nibbleOf64(final int start, final int i) {
        return bits(start + i / 64 * 32 + i % 32, i % 64 / 32 * 4, 4);
    }

    /**
     * The twelve bytes from 4 on, seen as 16 numbers of 6 bits: scales 0 to 3, then minima 0 to 3, in the low bits of
     * eight bytes; the low nibbles of the last four bytes are scales 4 to 7, the high ones minima 4 to 7, and their upper
     * two bits are the top bits of the first eight bytes.
     */
    private int sixBits(final int number) {
        final boolean minimum = number >= 8;
        final int part = number % 8;
        final int first = 4 + (minimum ? 4 : 0) + part % 4;
        return part < 4
                ? bits(first, 0, 6)
                : bits(12 + part % 4, minimum ? 4 : 0, 4) + 16 * bits(first, 6, 2);
    }
}
