package dev.ingot.genai;

import dev.ingot.error.InsufficientMemoryException;
import java.util.Locale;

/**
 * Estimate of the memory that a loaded model takes at first.
 *
 * @param weights     as ONNX Runtime holds them
 * @param cache       keys and values of the first sequence at its first capacity
 * @param activations of the largest step
 */
public record MemoryNeed(long weights, long cache, long activations) {

    /** Tokens for which a new sequence has room. */
    public static final int FIRST_TOKENS = 256;

    /** Tokens of a prompt that are computed in one step, unless options say otherwise. */
    public static final int STEP_TOKENS = 512;

    /**
     * ONNX Runtime repacks the matrices, and while it loads, a copy and its origin are there at once. Per byte of file
     * the peak was 1.3 bytes for float weights (of 16 bits: 1.4 per byte that they have when widened), 1.6 for 8 bits and 1.9
     * for 4 bits with a tied 8-bit head, of which a part does not grow with the model.
     */
    private static final double COPIES = 1.6;

    /** Hidden-sized float rows alive at once in a step: residual, normed, queries, MLP halves and their product. */
    private static final int LIVE_ROWS = 24;

    /** Threads, session, tokenizer. */
    private static final long FIXED = 128L << 20;

    /**
     * Estimates.
     *
     * @param config     of the model
     * @param fileBytes  size of graph and data files, 16-bit floats counted at 32
     * @param cacheBytes of the first sequence
     * @param stepTokens most tokens of a step
     * @return the estimate
     */
    public static MemoryNeed of(final GenaiConfig config, final long fileBytes, final long cacheBytes,
            final int stepTokens) {
        final long rows = (long) stepTokens * config.decoder().hiddenSize() * Float.BYTES * LIVE_ROWS;
        final long logits = (long) config.vocabSize() * Float.BYTES;
        return new MemoryNeed((long) (fileBytes * COPIES) + FIXED, cacheBytes, rows + logits);
    }

    /**
     * Estimates for a model that is not there yet, loaded with the runtime's own defaults.
     *
     * @param config    of the model
     * @param fileBytes size of graph and data files
     * @return the estimate
     */
    public static MemoryNeed atFirst(final GenaiConfig config, final long fileBytes) {
        final var decoder = config.decoder();
        final long tokens = Math.min(FIRST_TOKENS, config.contextLength());
        final long cache = 2L * decoder.layers() * decoder.keyValueHeads() * decoder.headSize() * Float.BYTES
                * tokens;
        return of(config, fileBytes, cache, Math.min(STEP_TOKENS, config.contextLength()));
    }

    /**
     * Returns the sum.
     *
     * @return bytes
     */
    public long total() {
        return weights + cache + activations;
    }

    /**
     * Refuses a model that does not fit.
     *
     * @param model what would be loaded, for the message
     * @param free  bytes that are there
     * @param limit which limit that is, in words
     * @throws InsufficientMemoryException if the estimate is above it
     */
    public void require(final String model, final long free, final String limit) {
        if (total() > free) {
            throw new InsufficientMemoryException(String.format(Locale.ROOT,
                    "%s needs about %s of memory (weights %s, key-value cache %s, activations %s), but %s is only %s;"
                            + " free memory, take a smaller precision, or switch the memory check off",
                    model, megabytes(total()), megabytes(weights), megabytes(cache), megabytes(activations),
                    limit, megabytes(free)), total() - free);
        }
    }

    private static String megabytes(final long bytes) {
        return Math.ceilDiv(bytes, 1 << 20) + " MB";
    }
}
