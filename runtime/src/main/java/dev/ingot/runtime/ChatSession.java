package dev.ingot.runtime;

import dev.ingot.chat.ChatOptions;
import dev.ingot.chat.Message;
import dev.ingot.chat.answer.AnswerFormat;
import dev.ingot.chat.answer.AnswerPart;
import dev.ingot.error.CancelledException;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.error.TemplateException;
import dev.ingot.error.UnsupportedModelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A conversation: remembers what was said and keeps the model's state from turn to turn, so that each turn computes only
 * what is new. For one thread at a time; several conversations of one generator may run side by side. Whoever asks after
 * the generator was closed gets an {@link IllegalStateException}.
 */
public final class ChatSession {

    private final Conversation talk;

    ChatSession(final LoadedModel model, final GenerationOptions options) {
        this(new Conversation(model, options));
    }

    private ChatSession(final Conversation talk) {
        this.talk = talk;
    }

    /**
     * Adds a system message; usually the first of a conversation.
     *
     * @param content the text
     * @return this conversation
     */
    public ChatSession system(final String content) {
        return add(Message.system(content));
    }

    /**
     * Adds a message without asking for an answer, for example one of an earlier conversation.
     *
     * @param message the message
     * @return this conversation
     */
    public ChatSession add(final Message message) {
        talk.add(message);
        return this;
    }

    /**
     * Sets what the following answers are asked for.
     *
     * @param value the options
     * @return this conversation
     */
    public ChatSession options(final GenerationOptions value) {
        talk.options = value;
        return this;
    }

    /**
     * Sets what the chat template sees besides the messages: tools, and variables such as {@code enable_thinking}.
     *
     * @param value the options; the assistant's turn is opened whatever they say
     * @return this conversation
     * @throws InvalidOptionException if a variable would take the place of the conversation's messages, or close the turn
     */
    public ChatSession templateOptions(final ChatOptions value) {
        if (SavedState.OWN.stream().anyMatch(value.kwargs()::containsKey)) {
            throw new InvalidOptionException("variables of a conversation's template: expected none of "
                    + SavedState.OWN + ", found " + value.kwargs().keySet());
        }
        talk.asked = value.withGenerationPrompt(true);
        return this;
    }

    /**
     * Sets the tools that the model may ask to be called. What it asks for is {@link Generation#toolCalls}; results are
     * added with {@link Message#tool}, and {@link #answer()} goes on.
     *
     * @param descriptions JSON values, usually maps of the form {@code {type: function, function: {name, description,
     *                     parameters}}}; none to forbid it
     * @return this conversation
     */
    public ChatSession tools(final List<?> descriptions) {
        talk.asked = talk.asked.withTools(descriptions);
        return this;
    }

    /**
     * Sets which of the tools the following answers call. It is enforced: what the model writes is a call of such a tool, and
     * the arguments fit its JSON schema. From now on a {@link GenerationOptions#constraint} says what content must look like,
     * and not what the model writes around it.
     *
     * @param value the choice
     * @return this conversation
     */
    public ChatSession toolChoice(final ToolChoice value) {
        talk.choice = Optional.of(value);
        return this;
    }

    /**
     * Sets how the model writes reasoning and calls, where its chat template does not show it. Calls are looked for from now
     * on even without {@link #tools}, for models that are told of their tools in a message.
     *
     * @param value the format
     * @return this conversation
     */
    public ChatSession format(final AnswerFormat value) {
        talk.format(value);
        return this;
    }

    /**
     * Sets what is done once the conversation has outgrown the model's context.
     *
     * @param value the policy; {@link ContextPolicy#REFUSE} until one is set
     * @return this conversation
     */
    public ChatSession onFull(final ContextPolicy value) {
        talk.policy = value;
        return this;
    }

    /**
     * Asks and streams the answer. Nothing is computed before the stream is read; a stream that is not read to its end
     * must be closed, or ends with the next question. The answer as far as it was read becomes part of the conversation.
     *
     * @param content the user's text
     * @return pieces of the answer, never half a character
     * @throws TemplateException      if the chat template refuses the conversation
     * @throws InvalidOptionException if the conversation leaves no room for an answer
     */
    public Stream<String> send(final String content) {
        return TokenStream.of(begin(content), "a stream of a conversation").map(Token::text)
                .filter(text -> !text.isEmpty());
    }

    /**
     * Asks and waits for the whole answer.
     *
     * @param content the user's text
     * @return the answer
     * @throws TemplateException      if the chat template refuses the conversation
     * @throws InvalidOptionException if the conversation leaves no room for an answer
     */
    public Generation ask(final String content) {
        return ask(content, token -> {});
    }

    /**
     * Asks and waits for the whole answer, token by token; fails as {@link #ask(String)} does.
     *
     * @param content  the user's text
     * @param listener called on this thread for each token
     * @return the answer
     */
    public Generation ask(final String content, final Consumer<Token> listener) {
        try (var asked = begin(content)) {
            return asked.complete(listener, part -> {});
        }
    }

    /**
     * Asks and waits for the whole answer, part by part: content and reasoning as they come, calls of tools once they are
     * complete; fails as {@link #answer()} does.
     *
     * @param content  the user's text
     * @param listener called on this thread for each part
     * @return the answer
     */
    public Generation askParts(final String content, final Consumer<AnswerPart> listener) {
        try (var asked = begin(content)) {
            return asked.complete(token -> {}, listener);
        }
    }

    /**
     * Lets the model answer to the conversation as it stands, for example after the result of a tool was added.
     *
     * @return the answer
     * @throws TemplateException         if the chat template refuses the conversation
     * @throws InvalidOptionException    if the conversation leaves no room for an answer
     * @throws UnsupportedModelException if there are tools, but the chat template has no place for them
     */
    public Generation answer() {
        return answer(part -> {});
    }

    /**
     * Lets the model answer to the conversation as it stands, part by part; fails as {@link #answer()} does.
     *
     * @param listener called on this thread for each part
     * @return the answer
     */
    public Generation answer(final Consumer<AnswerPart> listener) {
        try (var asked = prepare()) {
            return asked.complete(token -> {}, listener);
        }
    }

    /**
     * Searches for the most probable answers to the conversation as it stands; the best one becomes part of it. Fails as
     * {@link #answer()} does, and as {@link Generator#search(int[], GenerationOptions, BeamOptions)} for its options.
     *
     * @param beams how wide to search
     * @return as many answers as there are beams, or fewer where the search was ended; best first
     */
    public List<BeamAnswer> search(final BeamOptions beams) {
        return talk.search(beams);
    }

    /**
     * Prepares an answer to the conversation as it stands: what is wrong with it shows now, before anything is computed;
     * fails as {@link #answer()} does.
     *
     * @return the answer to be made; to be closed
     * @throws CancelledException if it is cancelled while oldest turns are left out of a long conversation
     */
    public PendingAnswer prepare() {
        return new PendingAnswer(talk.begin(List.of()));
    }

    /**
     * Counts the tokens of the conversation as it stands, as the model would be shown it to answer.
     *
     * @return tokens, also where there are more than the model can hold; of a text that is far longer, a number that is too
     *         low, but more than the model can hold
     * @throws TemplateException if the chat template refuses the conversation
     */
    public int countTokens() {
        return talk.countTokens();
    }

    private ChatTurn begin(final String content) {
        return talk.begin(List.of(Message.user(content)));
    }

    /**
     * Returns the last answer as a whole.
     *
     * @return the answer so far, or empty before the first question
     */
    public Optional<Generation> lastAnswer() {
        return talk.lastAnswer();
    }

    /**
     * Returns what was said so far. An answer that is still being read is not part of it.
     *
     * @return the messages, oldest first
     */
    public List<Message> history() {
        return talk.history();
    }

    /**
     * Returns how many messages the model is no longer shown, since there was no room for them.
     *
     * @return the oldest messages after those of the system
     * @see ContextPolicy#DROP_OLDEST_TURNS
     */
    public int dropped() {
        return talk.dropped();
    }

    /**
     * Starts another conversation that has heard the same. Both go on independently; what the model's state of this one is
     * when the other is first asked is copied, not computed. An answer that is still being read is not part of it.
     *
     * @return the other conversation
     */
    public ChatSession fork() {
        return new ChatSession(talk.fork());
    }

    /**
     * Takes the last turns back: each question of the user with all that followed it.
     *
     * @param turns how many, 0 or more
     * @return this conversation
     * @throws InvalidOptionException if there are not as many
     */
    public ChatSession rewind(final int turns) {
        talk.rewind(turns);
        return this;
    }

    /**
     * Keeps only the first messages.
     *
     * @param messages how many, 0 to the length of {@link #history}
     * @return this conversation
     * @throws InvalidOptionException if there are not as many
     */
    public ChatSession rewindTo(final int messages) {
        talk.rewindTo(messages);
        return this;
    }

    /**
     * Saves what was said and, unless another conversation had to take its place, the model's state. Options and
     * {@link #format} are not part of it, but for the adapter's name.
     *
     * @param file replaced as a whole
     * @throws StorageException   if it cannot be written; what was there before stays
     * @throws CancelledException if this thread was interrupted, or the generator closed meanwhile
     */
    public void save(final Path file) {
        talk.save(file, true);
    }

    /**
     * Saves what was said: a small file. The model's state is computed again when the conversation goes on.
     *
     * @param file replaced as a whole
     * @throws StorageException   if it cannot be written; what was there before stays
     * @throws CancelledException if this thread was interrupted, or the generator closed meanwhile
     */
    public void saveWithoutCache(final Path file) {
        talk.save(file, false);
    }

    /**
     * Restores what was saved; it goes on as if it had never been away.
     *
     * @param generator with the model that it was saved with
     * @param file      the file
     * @return the conversation, with {@link GenerationOptions#DEFAULT} and the adapter that it had
     * @throws ModelFormatException if the file is damaged, or of another model or adapter
     * @throws StorageException     if it cannot be read
     * @throws CancelledException   if this thread was interrupted, or the generator closed meanwhile
     */
    public static ChatSession restore(final Generator generator, final Path file) {
        return new ChatSession(Conversation.restore(generator.model(), file));
    }

    /** Forgets what was said. */
    public void clear() {
        talk.rewindTo(0);
    }
}
