package dev.ingot.runtime;

import dev.ingot.chat.ChatOptions;
import dev.ingot.chat.ChatTemplate;
import dev.ingot.chat.Message;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.TemplateException;
import dev.ingot.error.UnsupportedModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A conversation: remembers what was said and keeps the model's state from turn to turn, so that each turn computes only
 * what is new. For one thread at a time; several conversations of one generator may run side by side.
 */
public final class ChatSession {

    private final LoadedModel model;
    private final ChatTemplate template;
    private final List<Message> history = new ArrayList<>();
    private final long owner;
    private GenerationOptions options;
    private ChatOptions templateOptions = ChatOptions.forGeneration();
    private @Nullable ChatTurn turn;

    ChatSession(final LoadedModel model, final GenerationOptions options) {
        this.model = model;
        this.options = options;
        owner = model.engine().owner();
        template = ChatPrompts.template(model);
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
     * Asks and streams the answer. Nothing is computed before the stream is read; a stream that is not read to its end
     * must be closed, or ends with the next question. The answer as far as it was read becomes part of the conversation.
     *
     * @param content the user's text
     * @return pieces of the answer, never half a character
     * @throws TemplateException      if the chat template refuses the conversation
     * @throws InvalidOptionException if the conversation leaves no room for an answer
     * @throws IllegalStateException  if the generator is closed
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
     * @throws IllegalStateException  if the generator is closed
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
     * @throws IllegalStateException  if the generator is closed
     */
    public Generation ask(final String content, final Consumer<Token> listener) {
        try (var asked = begin(content)) {
            for (@Nullable
            Token token = asked.next(); token != null; token = asked.next()) {
                listener.accept(token);
            }
            return asked.result();
        }
    }

    private ChatTurn begin(final String content) {
        endTurn();
        final var messages = new ArrayList<>(history);
        messages.add(Message.user(content));
        final int[] prompt = model.tokenizer().encodeRendered(template.render(messages, templateOptions));
        final var begun = new ChatTurn(new Decoding(model, prompt, options, owner, true),
                text -> keep(messages.getLast(), text));
        turn = begun;
        return begun;
    }

    /** A question without any answer, because it was cancelled, counts as not asked. */
    private void keep(final Message question, final String answer) {
        if (!answer.isEmpty()) {
            history.add(question);
            history.add(Message.assistant(answer));
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

    /** Forgets what was said. */
    public void clear() {
        endTurn();
        turn = null;
        history.clear();
    }
}
