package dev.ingot.runtime;

import dev.ingot.chat.ChatOptions;
import dev.ingot.chat.ChatTemplate;
import dev.ingot.chat.Message;
import dev.ingot.chat.answer.AnswerFormat;
import dev.ingot.chat.answer.AnswerPart;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.error.TemplateException;
import dev.ingot.error.UnsupportedModelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A conversation: remembers what was said and keeps the model's state from turn to turn, so that each turn computes only
 * what is new. For one thread at a time; several conversations of one generator may run side by side. Whoever asks after
 * the generator was closed gets an {@link IllegalStateException}.
 */
public final class ChatSession {

    private final LoadedModel model;
    private final ChatTemplate template;
    private final List<Message> history = new ArrayList<>();
    private final long owner;
    private GenerationOptions options;
    private ChatOptions templateOptions = ChatOptions.forGeneration();
    private AnswerFormat format;
    private boolean callsExpected; // whatever the tools are
    private Map<Integer, String> marks;
    private int calls; // of tools, in all answers
    private ContextPolicy policy = ContextPolicy.REFUSE;
    private int dropped; // messages after those of the system
    private @Nullable ChatTurn turn;

    ChatSession(final LoadedModel model, final GenerationOptions options) {
        this.model = model;
        this.options = options;
        owner = model.engine().owner();
        template = ChatPrompts.template(model);
        format = AnswerFormat.of(template);
        marks = AnswerMarks.of(model.tokenizer(), format);
    }

    private ChatSession(final ChatSession other) {
        this(other.model, other.options);
        templateOptions = other.templateOptions;
        format = other.format;
        callsExpected = other.callsExpected;
        marks = other.marks;
        calls = other.calls;
        policy = other.policy;
        dropped = other.dropped;
        history.addAll(other.history);
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
        endTurn();
        history.add(message);
        return this;
    }

    /**
     * Sets what the following answers are asked for.
     *
     * @param value the options
     * @return this conversation
     */
    public ChatSession options(final GenerationOptions value) {
        options = value;
        return this;
    }

    /**
     * Sets what the chat template sees besides the messages: tools, and variables such as {@code enable_thinking}.
     *
     * @param value the options; the assistant's turn is opened whatever they say
     * @return this conversation
     */
    public ChatSession templateOptions(final ChatOptions value) {
        templateOptions = value.withGenerationPrompt(true);
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
        templateOptions = templateOptions.withTools(descriptions);
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
        format = value;
        callsExpected = true;
        marks = AnswerMarks.of(model.tokenizer(), value);
        return this;
    }

    /**
     * Sets what is done once the conversation has outgrown the model's context.
     *
     * @param value the policy; {@link ContextPolicy#REFUSE} until one is set
     * @return this conversation
     */
    public ChatSession onFull(final ContextPolicy value) {
        policy = value;
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
        final ChatTurn asked = begin(content);
        return StreamSupport.stream(new TokenSpliterator(asked::next), false).map(Token::text)
                .filter(text -> !text.isEmpty()).onClose(asked::close);
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
     * Asks and waits for the whole answer, token by token.
     *
     * @param content  the user's text
     * @param listener called on this thread for each token
     * @return the answer
     * @throws TemplateException      if the chat template refuses the conversation
     * @throws InvalidOptionException if the conversation leaves no room for an answer
     */
    public Generation ask(final String content, final Consumer<Token> listener) {
        try (var asked = begin(content)) {
            return asked.complete(listener, part -> {});
        }
    }

    /**
     * Asks and waits for the whole answer, part by part: content and reasoning as they come, calls of tools once they are
     * complete.
     *
     * @param content  the user's text
     * @param listener called on this thread for each part
     * @return the answer
     * @throws TemplateException         if the chat template refuses the conversation
     * @throws InvalidOptionException    if the conversation leaves no room for an answer
     * @throws UnsupportedModelException if there are tools, but the chat template has no place for them
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
     * Lets the model answer to the conversation as it stands, part by part.
     *
     * @param listener called on this thread for each part
     * @return the answer
     * @throws TemplateException         if the chat template refuses the conversation
     * @throws InvalidOptionException    if the conversation leaves no room for an answer
     * @throws UnsupportedModelException if there are tools, but the chat template has no place for them
     */
    public Generation answer(final Consumer<AnswerPart> listener) {
        try (var asked = begin(List.of())) {
            return asked.complete(token -> {}, listener);
        }
    }

    private ChatTurn begin(final String content) {
        return begin(List.of(Message.user(content)));
    }

    private ChatTurn begin(final List<Message> added) {
        endTurn();
        final var messages = new ArrayList<>(history);
        messages.addAll(added);
        final var prompt = new ChatPrompt.Writer(model, template, templateOptions, options, policy)
                .write(messages, dropped);
        dropped = prompt.dropped();
        final var decoding = new Decoding(model, prompt.tokens(), options, owner, marks.keySet());
        final boolean tools = callsExpected || !templateOptions.tools().isEmpty()
                || messages.stream().anyMatch(message -> message.extra().containsKey("tools"));
        final var parser = format.parser(prompt.text(), tools, calls);
        final var begun = new ChatTurn(decoding, parser, marks, result -> keep(added, result));
        turn = begun;
        return begun;
    }

    /** A question without any answer, because it was cancelled, counts as not asked. */
    private void keep(final List<Message> added, final Generation result) {
        if (!result.tokens().isEmpty() && !(result.text().isEmpty() && result.content().isEmpty())) {
            history.addAll(added);
            history.add(result.answer().message());
            calls += result.toolCalls().size();
        }
    }

    private void endTurn() {
        if (turn != null) {
            turn.close();
        }
    }

    /**
     * Returns the last answer as a whole.
     *
     * @return the answer so far, or empty before the first question
     */
    public Optional<Generation> lastAnswer() {
        return Optional.ofNullable(turn).map(ChatTurn::result);
    }

    /**
     * Returns what was said so far. An answer that is still being read is not part of it.
     *
     * @return the messages, oldest first
     */
    public List<Message> history() {
        return List.copyOf(history);
    }

    /**
     * Returns how many messages the model is no longer shown, since there was no room for them.
     *
     * @return the oldest messages after those of the system
     * @see ContextPolicy#DROP_OLDEST_TURNS
     */
    public int dropped() {
        return dropped;
    }

    /**
     * Starts another conversation that has heard the same. Both go on independently; what the model's state of this one is
     * when the other is first asked is copied, not computed. An answer that is still being read is not part of it.
     *
     * @return the other conversation
     */
    public ChatSession fork() {
        return new ChatSession(this);
    }

    /**
     * Takes the last turns back: each question of the user with all that followed it.
     *
     * @param turns how many, 0 or more
     * @return this conversation
     * @throws InvalidOptionException if there are not as many
     */
    public ChatSession rewind(final int turns) {
        endTurn();
        return rewindTo(Turns.before(history, turns));
    }

    /**
     * Keeps only the first messages.
     *
     * @param messages how many, 0 to the length of {@link #history}
     * @return this conversation
     * @throws InvalidOptionException if there are not as many
     */
    public ChatSession rewindTo(final int messages) {
        endTurn();
        Ranges.check(messages >= 0 && messages <= history.size(), "messages to keep",
                "0 to " + history.size(), messages);
        turn = null;
        dropped = 0;
        history.subList(messages, history.size()).clear();
        return this;
    }

    /**
     * Saves what was said and the model's state. Options and {@link #format} are not part of it, but for the adapter's name.
     *
     * @param file replaced as a whole
     * @throws StorageException if it cannot be written; what was there before stays
     */
    public void save(final Path file) {
        save(file, true);
    }

    /**
     * Saves what was said: a small file. The model's state is computed again when the conversation goes on.
     *
     * @param file replaced as a whole
     * @throws StorageException if it cannot be written; what was there before stays
     */
    public void saveWithoutCache(final Path file) {
        save(file, false);
    }

    private void save(final Path file, final boolean cache) {
        endTurn();
        final var state = new SavedState(history, dropped, policy, templateOptions, options.adapter(), calls);
        new ConversationFile(file, model).save(Map.of("chat", state.toJson()), new int[0], owner, cache);
    }

    /**
     * Restores what was saved; it goes on as if it had never been away.
     *
     * @param generator with the model that it was saved with
     * @param file      the file
     * @return the conversation, with {@link GenerationOptions#DEFAULT} and the adapter that it had
     * @throws ModelFormatException if the file is damaged, or of another model or adapter
     * @throws StorageException     if it cannot be read
     */
    public static ChatSession restore(final Generator generator, final Path file) {
        final var chat = new ChatSession(generator.model(), GenerationOptions.DEFAULT);
        final var saved = new ConversationFile(file, generator.model()).restore(chat.owner).chat();
        chat.history.addAll(saved.messages());
        chat.dropped = saved.dropped();
        chat.policy = saved.policy();
        chat.templateOptions = saved.asked();
        chat.calls = saved.calls();
        saved.adapter().ifPresent(name -> chat.options = chat.options.adapter(name));
        return chat;
    }

    /** Forgets what was said. */
    public void clear() {
        rewindTo(0);
    }
}
