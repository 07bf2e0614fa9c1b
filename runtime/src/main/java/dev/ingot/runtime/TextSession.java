package dev.ingot.runtime;

import dev.ingot.error.CancelledException;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.ModelRunException;
import dev.ingot.error.StorageException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A text that grows from generation to generation. The model's state is kept: each prompt computes only what it does not
 * have in common with the text before. For one thread at a time.
 */
public final class TextSession {

    private final LoadedModel model;
    private final long owner;
    private int[] tokens = {};

    TextSession(final LoadedModel model) {
        this.model = model;
        this.owner = model.engine().owner();
    }

    /**
     * Generates from token ids; none are added. The text is the prompt and the answer from now on.
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
            final Generation made = decoding.complete(token -> {});
            tokens = Stream.concat(made.promptTokens().stream(), made.tokens().stream())
                    .mapToInt(Integer::intValue).toArray();
            return made;
        }
    }

    /**
     * Continues the text.
     *
     * @param options what is asked for
     * @return the answer, which becomes part of the text
     * @throws InvalidOptionException if the text is empty or leaves no room
     * @throws ModelRunException      if ONNX Runtime fails
     * @throws IllegalStateException  if the generator is closed
     */
    public Generation generate(final GenerationOptions options) {
        return generate(tokens, options);
    }

    /**
     * Adds to the text; nothing is computed yet.
     *
     * @param ids what comes next
     * @return this text
     */
    public TextSession append(final int... ids) {
        final int length = tokens.length;
        tokens = Arrays.copyOf(tokens, length + ids.length);
        System.arraycopy(ids, 0, tokens, length, ids.length);
        return this;
    }

    /**
     * Takes the end of the text back.
     *
     * @param length how many tokens stay, 0 to as many as there are
     * @return this text
     * @throws InvalidOptionException if there are not as many
     */
    public TextSession rewindTo(final int length) {
        Ranges.check(length >= 0 && length <= tokens.length, "tokens to keep", "0 to " + tokens.length,
                length);
        tokens = Arrays.copyOf(tokens, length);
        return this;
    }

    /**
     * Returns the text so far.
     *
     * @return ids, of prompts and answers
     */
    public int[] tokens() {
        return tokens.clone();
    }

    /**
     * Saves the text and the model's state.
     *
     * @param file replaced as a whole
     * @throws StorageException   if it cannot be written; what was there before stays
     * @throws CancelledException if this thread was interrupted, or the generator closed meanwhile
     */
    public void save(final Path file) {
        new ConversationFile(file, model).save(Map.of(), Optional.empty(), tokens, owner, true);
    }

    /**
     * Restores what was saved.
     *
     * @param generator with the model that it was saved with
     * @param file      the file
     * @return the text, as it was
     * @throws ModelFormatException if the file is damaged, or of another model or adapter
     * @throws StorageException     if it cannot be read
     * @throws CancelledException   if this thread was interrupted, or the generator closed meanwhile
     */
    public static TextSession restore(final Generator generator, final Path file) {
        final var text = new TextSession(generator.model());
        return text.append(new ConversationFile(file, generator.model()).restore(text.owner,
                ConversationFile.Content::text));
    }

    /**
     * Starts another text with the same tokens. Both go on independently; what the model's state of this one is when the
     * other is first continued is copied, not computed.
     *
     * @return the other text
     */
    public TextSession fork() {
        return new TextSession(model).append(tokens);
    }
}
