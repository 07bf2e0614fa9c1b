package dev.ingot.gguf;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Turns one block of a quantized type into floats, with the float32 arithmetic of ggml's reference. */
@FunctionalInterface
interface BlockDecoder {

    /** The types that matrices are read from, for messages. */
    String SUPPORTED = "F32, F16, BF16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q4_K, Q5_K or Q6_K";

    /**
     * Decodes the block that begins at an offset.
     *
     * @param target takes as many floats as a block has elements
     */
    void decode(MemorySegment source, long at, float[] target);

    /** The decoder of a type, or empty when there is none. */
    static Optional<BlockDecoder> of(final GgufType type) {
        return switch (type) {
            case Q4_0 -> Optional.of(SimpleBlocks::q4of0);
            case Q4_1 -> Optional.of(SimpleBlocks::q4of1);
            case Q5_0 -> Optional.of(SimpleBlocks::q5of0);
            case Q5_1 -> Optional.of(SimpleBlocks::q5of1);
            case Q8_0 -> Optional.of(SimpleBlocks::q8of0);
            case Q4_K -> Optional.of(SuperBlocks::q4);
            case Q5_K -> Optional.of(SuperBlocks::q5);
            case Q6_K -> Optional.of(SuperBlocks::q6);
            default -> Optional.empty();
        };
    }
}
