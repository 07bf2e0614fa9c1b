package dev.ingot.runtime;

import dev.ingot.OnnxModel;
import dev.ingot.error.InsufficientMemoryException;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.ModelRunException;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.runtime.engine.Sequence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A loaded language model. Safe to share between threads: their generations take turns step by step. Owns native memory
 * and one thread; {@link #close} frees both.
 */
public final class Generator implements AutoCloseable {

    private final LoadedModel model;

    private Generator(final LoadedModel model) {
        this.model = model;
    }

    /**
     * Loads a model.
     *
     * @param model its directory
     * @return the generator, to be closed by the caller
     */
    public static Generator open(final OnnxModel model) {
        return open(model.directory(), GeneratorOptions.DEFAULT);
    }

    /**
     * Loads a model.
     *
     * @param model   its directory
     * @param options how to load it
     * @return the generator, to be closed by the caller
     */
    public static Generator open(final OnnxModel model, final GeneratorOptions options) {
        return open(model.directory(), options);
    }

    /**
     * Loads a model.
     *
     * @param directory with model.onnx, genai_config.json and the tokenizer's files
     * @return the generator, to be closed by the caller
     */
    public static Generator open(final Path directory) {
        return open(directory, GeneratorOptions.DEFAULT);
    }

    /**
     * Loads a model.
     *
     * @param directory with model.onnx, genai_config.json and the tokenizer's files
     * @param options   how to load it
     * @return the generator, to be closed by the caller
     */
    public static Generator open(final Path directory, final GeneratorOptions options) {
        return new Generator(new ModelLoader(directory, options).load());
    }

    /**
     * Generates from plain text as the model asks for it. The tokenizer's special tokens (such as a begin-of-text token)
     * are put around the prompt.
     *
     * @param prompt the text
     * @return the answer
     */
    public Generation generate(final String prompt) {
        return generate(prompt, GenerationOptions.DEFAULT);
    }

    /**
     * Generates from plain text.
     *
     * @param prompt  the text
     * @param options what is asked for
     * @return the answer
     */
    public Generation generate(final String prompt, final GenerationOptions options) {
        return generate(prompt, options, token -> {});
    }

    /**
     * Generates from plain text, token by token.
     *
     * @param prompt   the text
     * @param options  what is asked for
     * @param listener called on this thread for each token
     * @return the whole answer
     */
    public Generation generate(final String prompt, final GenerationOptions options,
            final Consumer<Token> listener) {
        return generate(tokenizer().encode(prompt), options, listener);
    }

    /**
     * Generates from token ids; none are added.
     *
     * @param prompt  ids of the prompt
     * @param options what is asked for
     * @return the answer
     */
    public Generation generate(final int[] prompt, final GenerationOptions options) {
        return generate(prompt, options, token -> {});
    }

    /**
     * Generates from token ids, token by token; none are added.
     *
     * @param prompt   ids of the prompt
     * @param options  what is asked for
     * @param listener called on this thread for each token
     * @return the whole answer
     */
    public Generation generate(final int[] prompt, final GenerationOptions options,
            final Consumer<Token> listener) {
        try (var decoding = new Decoding(model, prompt, options, Sequence.NOBODY)) {
            for (@Nullable
            Token token = decoding.next(); token != null; token = decoding.next()) {
                listener.accept(token);
            }
            return decoding.result();
        }
    }

    /**
     * Starts a conversation as the model asks for it.
     *
     * @return an empty conversation
     */
    public ChatSession chat() {
        return chat(GenerationOptions.DEFAULT);
    }

    /**
     * Starts a conversation.
     *
     * @param options of its answers
     * @return an empty conversation
     */
    public ChatSession chat(final GenerationOptions options) {
        return new ChatSession(model, options);
    }

    /**
     * Computes the logits of every position of a text.
     *
     * @param tokens   ids of the text
     * @param consumer called on this thread, position by position
     */
    public void logits(final int[] tokens, final LogitsConsumer consumer) {
        new Evaluation(model, tokens, consumer).run();
    }

    /**
     * Computes the logits of every position of a short text.
     *
     * @param tokens ids of the text
     * @return logits by position and id, tokens times vocabulary
     */
    public float[][] logits(final int[] tokens) {
        final var rows = new float[tokens.length][];
        logits(tokens, (position, row) -> rows[position] = row.clone());
        return rows;
    }

    /**
     * Returns the model's tokenizer.
     *
     * @return usable until this generator is closed
     */
    public Tokenizer tokenizer() {
        return model.tokenizer();
    }

    /**
     * Returns the most tokens that the model can hold.
     *
     * @return tokens of prompt and answer together
     */
    public int contextLength() {
        return model.config().contextLength();
    }

    /**
     * Returns how many ids the model scores.
     *
     * @return the width of its logits
     */
    public int vocabularySize() {
        return model.engine().vocabulary();
    }

    /**
     * Returns how long loading took.
     *
     * @return from the call of open to its end
     */
    public Duration loadTime() {
        return model.loadTime();
    }

    /** Cancels what runs, waits for it and frees the memory. Does nothing the second time. */
    @Override
    public void close() {
        model.engine().close();
        model.tokenizer().close();
    }
}
