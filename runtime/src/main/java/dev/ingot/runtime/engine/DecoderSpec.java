package dev.ingot.runtime.engine;

import dev.ingot.genai.DecoderNames;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a decoder lies and what its configuration says about it.
 *
 * @param file          the graph file
 * @param names         of its inputs and outputs
 * @param layers        how many
 * @param kvHeads       heads of keys and values, where the graph does not say
 * @param headSize      elements of a head, where the graph does not say
 * @param vocabulary    how many ids have logits, where the graph does not say
 * @param contextLength most tokens of a sequence
 */
public record DecoderSpec(Path file, DecoderNames names, int layers, int kvHeads, int headSize,
        int vocabulary, int contextLength) {

    /**
     * Returns the bytes of the first keys and values of a sequence, for estimates.
     *
     * @return bytes
     */
    public long firstCacheBytes() {
        final var tensor = new CacheTensor("", "", kvHeads, headSize);
        return 2L * layers * Sequence.firstBytes(List.of(tensor), contextLength);
    }
}
