package dev.ingot.runtime;

import dev.ingot.OnnxModel;
import dev.ingot.error.CancelledException;
import dev.ingot.error.InsufficientMemoryException;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.ModelRunException;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.runtime.engine.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A loaded language model. Safe to share between threads: what they generate shares each step. Owns native memory
 * and one thread; {@link #close} frees both.
 *
 * <pre>{@code
 * try (var generator = Generator.open(Path.of("models/my-model"))) {
 *     generator.chat().send("dim the kitchen lights to 40%").forEach(System.out::print);
 * }
 * }</pre>
 *
 * <p>A generation ends early, with {@link FinishReason#CANCELLED}, when its {@link Cancellation} is used, when the thread
 * that waits for it is interrupted (which stays interrupted) and when the generator is closed. Whoever begins one after
 * that, by whatever method, gets an {@link IllegalStateException};
 * and a {@link ModelRunException} whoever asks for what ONNX Runtime cannot compute.
 *
 * <p>A generator that is dropped without having been closed is logged as a warning with the place that opened it, and closed
 * once the garbage collector has found it and all its conversations.
 */
public final class Generator implements AutoCloseable {

    private final LoadedModel model;

    private Generator(final LoadedModel model) {
        this.model = model;
    }

    /**
     * Loads a model; fails as {@link #open(Path, GeneratorOptions)} does.
     *
     * @param model its directory
     * @return the generator, to be closed by the caller
     */
    public static Generator open(final OnnxModel model) {
        return open(model.directory(), GeneratorOptions.DEFAULT);
    }

    /**
     * Loads a model; fails as {@link #open(Path, GeneratorOptions)} does.
     *
     * @param model   its directory
     * @param options how to load it
     * @return the generator, to be closed by the caller
     */
    public static Generator open(final OnnxModel model, final GeneratorOptions options) {
        return open(model.directory(), options);
    }

    /**
     * Loads a model; fails as {@link #open(Path, GeneratorOptions)} does.
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
     * @throws ModelFormatException        if a file is missing or malformed
     * @throws UnsupportedModelException   if the graph is not a decoder that can be run here; says what would be
     * @throws InsufficientMemoryException if it would not fit into the free memory
     * @throws ModelRunException           if ONNX Runtime cannot load it
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
     * Generates from plain text; fails as {@link #generate(int[], GenerationOptions, Consumer)} does.
     *
     * @param prompt  the text
     * @param options what is asked for
     * @return the answer
     */
    public Generation generate(final String prompt, final GenerationOptions options) {
        return generate(prompt, options, token -> {});
    }

    /**
     * Generates from plain text, token by token; fails as {@link #generate(int[], GenerationOptions, Consumer)} does.
     *
     * @param prompt   the text
     * @param options  what is asked for
     * @param listener called on this thread for each token
     * @return the whole answer
     */
    public Generation generate(final String prompt, final GenerationOptions options,
            final Consumer<Token> listener) {
        try (var decoding = decoding(prompt, options)) {
            return decoding.complete(listener);
        }
    }

    /**
     * Generates from token ids; none are added. Fails as {@link #generate(int[], GenerationOptions, Consumer)} does.
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
     * @throws InvalidOptionException if the prompt is empty, too long, or holds ids that the model does not know
     */
    public Generation generate(final int[] prompt, final GenerationOptions options,
            final Consumer<Token> listener) {
        try (var decoding = new Decoding(model, prompt, options, model.onlyOnce())) {
            return decoding.complete(listener);
        }
    }

    /**
     * Answers several prompts side by side, which takes less time than one after the other; else as
     * {@link #generateAll(int[][], GenerationOptions, BatchListener)}.
     *
     * @param prompts the texts
     * @param options what is asked for, of each of them
     * @return the answers, in the order of the prompts
     */
    public List<Generation> generateAll(final List<String> prompts, final GenerationOptions options) {
        return generateAll(prompts.stream().map(tokenizer()::encode).toArray(int[][]::new), options,
                (prompt, token) -> {});
    }

    /**
     * Answers several prompts of token ids side by side, as many at a time as there are {@link GeneratorOptions#sequences};
     * the next begins when one is done. None are added to the ids.
     *
     * <p>When one fails, or the listener throws, the others are cancelled and the first failure is thrown. After a
     * cancellation or an interruption all have an answer, if only what there was of it.
     *
     * @param prompts  ids of each prompt
     * @param options  what is asked for, of each of them; a deadline counts from where an answer begins
     * @param listener called for each token, one at a time
     * @return the answers, in the order of the prompts
     * @throws InvalidOptionException if a prompt or an option cannot be taken; says which prompt it is, before anything is
     *                                computed
     */
    public List<Generation> generateAll(final int[][] prompts, final GenerationOptions options,
            final BatchListener listener) {
        return new Batch(model, prompts, options, listener)
                .run(options.cancellation().orElseGet(Cancellation::new));
    }

    /**
     * Searches for the most probable answers to plain text; fails as {@link #search(int[], GenerationOptions, BeamOptions)}
     * does.
     *
     * @param prompt  the text
     * @param options what is asked for
     * @param beams   how wide to search
     * @return the answers, best first
     */
    public List<BeamAnswer> search(final String prompt, final GenerationOptions options,
            final BeamOptions beams) {
        final Deadline deadline = options.begin();
        return search(tokenizer().encode(prompt), options, beams, deadline);
    }

    /**
     * Searches for the most probable answers to token ids, instead of taking the most probable token each time; none are
     * added.
     *
     * @param prompt  ids of the prompt
     * @param options what is asked for
     * @param beams   how wide to search
     * @return as many answers as there are beams, or fewer where the search was ended; best first
     * @throws InvalidOptionException if the prompt is empty, too long, or holds ids that the model does not know; if sampling,
     *                                stop strings, log-probabilities or speculation are asked for, too
     * @see ChatSession#search
     */
    public List<BeamAnswer> search(final int[] prompt, final GenerationOptions options,
            final BeamOptions beams) {
        return search(prompt, options, beams, options.begin());
    }

    private List<BeamAnswer> search(final int[] prompt, final GenerationOptions options,
            final BeamOptions beams, final Deadline deadline) {
        return new BeamSearch(model, prompt, options, beams, deadline, Optional.empty()).run();
    }

    /**
     * Starts a text that is generated in several steps.
     *
     * @return an empty text
     */
    public TextSession text() {
        return new TextSession(model);
    }

    /**
     * Generates from plain text as tokens are wanted. Nothing is computed before the stream is read. A stream that is not
     * read to its end must be closed: it holds a key-value cache until then. One that is dropped is logged as a warning with the
     * place that opened it, and closed once the garbage collector has found it.
     *
     * @param prompt  the text
     * @param options what is asked for
     * @return the tokens, made on the thread that reads them
     * @throws InvalidOptionException if the prompt is empty, too long, or holds ids that the model does not know
     */
    public Stream<Token> stream(final String prompt, final GenerationOptions options) {
        return TokenStream.of(decoding(prompt, options), "a stream of " + model.directory());
    }

    /**
     * Generates from plain text for subscribers, for each of them anew and on a virtual thread of its own. A token is made
     * when the subscriber has asked for it; cancelling the subscription ends the generation. Errors of the prompt or the
     * options come as {@link Flow.Subscriber#onError}.
     *
     * @param prompt  the text
     * @param options what is asked for
     * @return a publisher of the tokens
     */
    public Flow.Publisher<Token> publish(final String prompt, final GenerationOptions options) {
        return new TokenPublisher(() -> decoding(prompt, options));
    }

    private Decoding decoding(final String prompt, final GenerationOptions options) {
        final Deadline deadline = options.begin();
        return new Decoding(model, tokenizer().encode(prompt), options, model.onlyOnce(), deadline);
    }

    /**
     * Starts a conversation as the model asks for it.
     *
     * @return an empty conversation
     * @throws UnsupportedModelException if the model has no chat template and was not registered with one
     */
    public ChatSession chat() {
        return chat(GenerationOptions.DEFAULT);
    }

    /**
     * Starts a conversation.
     *
     * @param options of its answers
     * @return an empty conversation
     * @throws UnsupportedModelException if the model has no chat template and was not registered with one
     */
    public ChatSession chat(final GenerationOptions options) {
        return new ChatSession(model, options);
    }

    /**
     * Computes the logits of every position of a text, in steps, so that memory does not grow with the text.
     *
     * @param tokens   ids of the text
     * @param consumer called on this thread, position by position
     * @throws InvalidOptionException if the text is empty, too long, or holds ids that the model does not know
     * @throws CancelledException     if the thread is interrupted or the generator closed meanwhile
     */
    public void logits(final int[] tokens, final LogitsConsumer consumer) {
        new TextRun(model, tokens, Optional.empty(), Optional.empty()).logits(consumer);
    }

    /**
     * Computes the logits of every position of a text, in steps, unless that is cancelled.
     *
     * @param tokens       ids of the text
     * @param cancellation ends it within a step
     * @param consumer     called on this thread, position by position
     * @throws InvalidOptionException if the text is empty, too long, or holds ids that the model does not know
     * @throws CancelledException     if it is cancelled, the thread interrupted or the generator closed meanwhile
     */
    public void logits(final int[] tokens, final Cancellation cancellation, final LogitsConsumer consumer) {
        new TextRun(model, tokens, Optional.empty(), Optional.of(cancellation)).logits(consumer);
    }

    /**
     * Computes the logits of every position of a short text; fails as {@link #logits(int[], LogitsConsumer)} does.
     *
     * @param tokens ids of the text
     * @return logits by position and id, tokens times vocabulary
     * @throws InvalidOptionException if the text is empty, too long, or holds ids that the model does not know
     * @throws CancelledException     if the thread is interrupted or the generator closed meanwhile
     */
    public float[][] logits(final int[] tokens) {
        final var rows = new float[tokens.length][];
        logits(tokens, (position, row) -> rows[position] = row.clone());
        return rows;
    }

    /**
     * Computes the logits of every position of a text with an adapter, in steps.
     *
     * @param tokens   ids of the text
     * @param adapter  one of {@link #adapters}
     * @param consumer called on this thread, position by position
     * @throws InvalidOptionException if there is no such adapter, or the text cannot be taken, as without one
     * @throws CancelledException     if the thread is interrupted or the generator closed meanwhile
     */
    public void logits(final int[] tokens, final String adapter, final LogitsConsumer consumer) {
        new TextRun(model, tokens, Optional.of(adapter), Optional.empty()).logits(consumer);
    }

    /**
     * Prepares to turn texts into vectors.
     *
     * @param options what is asked for
     * @return usable until this generator is closed
     * @throws UnsupportedModelException if the graph has no hidden states that can be read
     */
    public Embedder embedder(final EmbeddingOptions options) {
        return new Embedder(model, options);
    }

    /**
     * Loads an adapter, which generations can ask for by {@link GenerationOptions#adapter}. The model must have been
     * converted with inputs for what the adapter changes.
     *
     * @param name   to ask for it by: letters, digits, {@code .}, {@code -} and {@code _}, none of {@link #adapters}
     * @param source directory of a PEFT adapter, or an {@code .onnx_adapter} file
     * @throws InvalidOptionException    if the name is none or taken
     * @throws ModelFormatException      if the adapter is malformed or has other sizes than the model
     * @throws UnsupportedModelException if it changes what the model has no inputs for
     */
    public void loadAdapter(final String name, final Path source) {
        model.adapters().load(name, source);
    }

    /**
     * Unloads an adapter. Generations that run with it go on to their end; then its memory is freed. One that lies beside
     * the model is loaded again when it is asked for.
     *
     * @param name of a loaded adapter
     * @throws InvalidOptionException if none of this name is loaded
     */
    public void unloadAdapter(final String name) {
        model.adapters().unload(name);
    }

    /**
     * Returns the adapters that can be asked for: those that were loaded, and those whose {@code .onnx_adapter} files lie
     * beside the model, which are loaded at their first use.
     *
     * @return their names, sorted
     */
    public List<String> adapters() {
        return model.adapters().names();
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
     * Returns how many generations are computed at once; more wait for their turn.
     *
     * @return as {@link GeneratorOptions#sequences} says, at least 1
     */
    public int sequences() {
        return model.engine().sequences();
    }

    /**
     * Returns how long loading took.
     *
     * @return from the call of open to its end
     */
    public Duration loadTime() {
        return model.loadTime();
    }

    LoadedModel model() {
        return model;
    }

    /** Cancels what runs, waits for it and frees the memory. Does nothing the second time. */
    @Override
    public void close() {
        model.resources().close();
    }
}
