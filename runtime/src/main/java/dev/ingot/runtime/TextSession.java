package dev.ingot.runtime;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelRunException;

/**
 * A text that grows from generation to generation. The model's state is kept: each prompt computes only what it does not
 * have in common with the text before. For one thread at a time.
 */
public final class TextSession {

    private final LoadedModel model;
    private final long owner;

    TextSession(final LoadedModel model) {
        this.model = model;
        this.owner = model.engine().owner();
    }

    /**
     * Generates from token ids; none are added.
     *
     * @param prompt  ids of the whole text so far
     * @param options what is asked for
     * @return the answer
     * @throws InvalidOptionException if the prompt is empty, too long, or holds ids that the model does not know
     * @throws ModelRunException      if ONNX Runtime fails
     * @throws IllegalStateException  if the generator is closed
     */
    public Generation generate(final int[] prompt, final GenerationOptions options) {
        try (var decoding = new Decoding(model, prompt, options, owner)) {
            return decoding.complete(token -> {});
        }
    }
}
