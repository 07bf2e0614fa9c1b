package dev.ingot.runtime;

import dev.ingot.error.CancelledException;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelRunException;
import dev.ingot.error.UnsupportedModelException;
import java.util.List;

/**
 * Turns texts into vectors: the model's hidden states behind its last norm, before its head. Nearly any decoder gives
 * them; good measures of likeness come from models that were trained for it. Thread-safe; made by
 * {@link Generator#embedder}, and usable until that is closed.
 */
public final class Embedder {

    private final LoadedModel model;
    private final EmbeddingOptions options;

    Embedder(final LoadedModel model, final EmbeddingOptions options) {
        if (!model.engine().hasHiddenStates()) {
            throw new UnsupportedModelException(model.directory()
                    + ": expected a graph whose logits are a product of"
                    + " hidden states of 32-bit floats and a matrix, or one with an output hidden_states; found"
                    + " neither: convert the model with Ingot, or with the builder's include_hidden_states");
        }
        this.model = model;
        this.options = options;
    }

    /**
     * Computes the vector of a text. The tokenizer's special tokens are put around it.
     *
     * @param text the text
     * @return as many floats as the model is wide
     * @throws InvalidOptionException if the text is empty or longer than the model's context
     * @throws CancelledException     if the thread is interrupted, or {@link EmbeddingOptions#cancellation} used or the generator
     *                                closed meanwhile
     * @throws ModelRunException      if ONNX Runtime fails
     * @throws IllegalStateException  if the generator is closed
     */
    public float[] embed(final String text) {
        return embed(model.tokenizer().encode(text));
    }

    /**
     * Computes the vectors of texts, one after the other.
     *
     * @param texts the texts
     * @return vectors, in the order of the texts
     * @throws InvalidOptionException if a text is empty or longer than the model's context
     * @throws CancelledException     if the thread is interrupted, or {@link EmbeddingOptions#cancellation} used or the generator
     *                                closed meanwhile
     * @throws ModelRunException      if ONNX Runtime fails
     * @throws IllegalStateException  if the generator is closed
     */
    public List<float[]> embed(final List<String> texts) {
        return texts.stream().map(this::embed).toList();
    }

    /**
     * Computes the vector of token ids; none are added.
     *
     * @param tokens ids of the text
     * @return as many floats as the model is wide
     * @throws InvalidOptionException if the text is empty, too long, or holds ids that the model does not know
     * @throws CancelledException     if the thread is interrupted, or {@link EmbeddingOptions#cancellation} used or the generator
     *                                closed meanwhile
     * @throws ModelRunException      if ONNX Runtime fails
     * @throws IllegalStateException  if the generator is closed
     */
    public float[] embed(final int[] tokens) {
        final var pool = new HiddenPool(options.pooling());
        new TextRun(model, tokens, options.adapter(), options.cancellation()).hiddenStates(pool::add);
        return pool.vector(options.normalized());
    }
}
