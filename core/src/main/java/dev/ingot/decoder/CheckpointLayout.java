package dev.ingot.decoder;

import java.util.List;

/**
 * Where the tensors of the common layout lie in a checkpoint that names or packs them differently. The common layout is
 * Llama's: {@code model.layers.N.self_attn.q_proj.weight} and so on.
 */
@FunctionalInterface
interface CheckpointLayout {

    /** The common layout itself. */
    CheckpointLayout COMMON = name -> List.of(Part.whole(name));

    /** Returns the parts that make up a tensor, one below the other. */
    List<Part> locate(String name);

    /**
     * Rows of a stored tensor.
     *
     * @param tensor its name in the checkpoint
     * @param first  first row
     * @param count  number of rows; 0 for all of them
     * @param of     number of rows that the stored tensor must have; 0 when all are taken
     */
    record Part(String tensor, int first, int count, int of) {

        static Part whole(final String tensor) {
            return new Part(tensor, 0, 0, 0);
        }

        boolean isWhole() {
            return count == 0;
        }
    }
}
