package dev.ingot.runtime;

import dev.ingot.chat.ChatOptions;
import dev.ingot.chat.ChatTemplate;
import dev.ingot.chat.Message;
import dev.ingot.chat.answer.AnswerFormat;
import dev.ingot.chat.answer.AnswerParser;
import dev.ingot.runtime.engine.Deadline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a conversation remembers, and what it is asked for. For one thread at a time. */
final class Conversation {

    private final LoadedModel model;
    private final ChatTemplate template;
    private final List<Message> history = new ArrayList<>();
    private final long owner;
    private AnswerFormat format;
    private boolean callsExpected; // whatever the tools are
    private Map<Integer, String> marks;
    private int calls; // of tools, in all answers
    private int dropped; // messages after those of the system
    private @Nullable ChatTurn turn;
    private Optional<Generation> found = Optional.empty(); // by a search, if that came last
    private @Nullable Written written; // last

    /** Of the following answers. */
    GenerationOptions options;
    /** What the template sees besides the messages. */
    ChatOptions asked = ChatOptions.forGeneration();
    /** Which tools answers call; empty to leave that, and what constraints say, to what they say. */
    Optional<ToolChoice> choice = Optional.empty();
    /** When there is no room. */
    ContextPolicy policy = ContextPolicy.REFUSE;

    Conversation(final LoadedModel model, final GenerationOptions options) {
        this.model = model;
        this.options = options;
        owner = model.engine().owner();
        template = ChatPrompts.template(model);
        format = AnswerFormat.of(template);
        marks = AnswerMarks.of(model.tokenizer(), format);
    }

    /** Starts another one that has heard the same. */
    Conversation fork() {
        final var other = new Conversation(model, options);
        other.history.addAll(history);
        other.format = format;
        other.callsExpected = callsExpected;
        other.marks = marks;
        other.calls = calls;
        other.dropped = dropped;
        other.asked = asked;
        other.choice = choice;
        other.policy = policy;
        other.written = written;
        return other;
    }

    /** A prompt and what it was written from. */
    private record Written(List<Message> messages, int dropped, ChatOptions asked, ContextPolicy policy,
            GenerationOptions options, ChatPrompt prompt) {

        /** Whether this is the prompt of a conversation as well, which asks for the same but for the choice of tokens. */
        boolean isOf(final Conversation talk, final List<Message> said) {
            return dropped == talk.dropped && asked.equals(talk.asked) && policy == talk.policy
                    && options.maxNewTokens().equals(talk.options.maxNewTokens())
                    && options.maxLength().equals(talk.options.maxLength()) && messages.equals(said);
        }
    }

    /** Writes a prompt, or takes the one that a conversation like this has written. */
    private ChatPrompt prompt(final List<Message> messages) {
        final @Nullable Written last = written;
        if (last != null && last.isOf(this, messages)) {
            return last.prompt();
        }
        final var prompt = new ChatPrompt.Writer(model, template, asked, options, policy).write(messages,
                dropped);
        written = new Written(List.copyOf(messages), dropped, asked, policy, options, prompt);
        return prompt;
    }

    void format(final AnswerFormat value) {
        format = value;
        callsExpected = true;
        marks = AnswerMarks.of(model.tokenizer(), value);
    }

    void add(final Message message) {
        endTurn();
        history.add(message);
    }

    /** Begins an answer to what was said so far and some more. */
    ChatTurn begin(final List<Message> added) {
        final Deadline deadline = options.begin();
        final var request = request(added);
        final var decoding = new Decoding(model, request.prompt.tokens(), options, owner, deadline,
                request.rules);
        final var begun = new ChatTurn(decoding, marks, result -> keep(added, result));
        dropped = request.prompt.dropped();
        turn = begun;
        return begun;
    }

    /** Searches for answers to what was said so far; the best one becomes part of it. */
    List<BeamAnswer> search(final BeamOptions beams) {
        final Deadline deadline = options.begin();
        final var request = request(List.of());
        final var answers = new BeamSearch(model, request.prompt.tokens(), options, beams, deadline,
                Optional.of(request.rules)).run();
        dropped = request.prompt.dropped();
        turn = null;
        found = answers.stream().findFirst().map(BeamAnswer::generation);
        found.ifPresent(it -> keep(List.of(), it));
        return answers;
    }

    /** What an answer is made from. */
    private record Request(ChatPrompt prompt, TurnRules rules) {}

    private Request request(final List<Message> added) {
        endTurn();
        final var messages = new ArrayList<>(history);
        messages.addAll(added);
        final var prompt = prompt(messages);
        final boolean tools = callsExpected || !asked.tools().isEmpty()
                || messages.stream().anyMatch(message -> message.extra().containsKey("tools"));
        final var form = format; // as these are now: the conversation may go on while the answer is read
        final var told = asked.tools();
        final int before = calls;
        final Supplier<AnswerParser> parser = () -> form.parser(prompt.text(), tools, told, before);
        final Optional<AnswerShape> shape = choice.flatMap(it -> new AnswerShape.Maker(form,
                parser.get().isReasoning(), told, it).shape(options.constraint()));
        return new Request(prompt, new TurnRules(marks, shape, parser));
    }

    /** Counts the tokens of what the model would be shown. */
    int countTokens() {
        endTurn();
        return new ChatPrompt.Writer(model, template, asked, options, policy).count(history, dropped);
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

    Optional<Generation> lastAnswer() {
        return Optional.ofNullable(turn).map(ChatTurn::result).or(() -> found);
    }

    List<Message> history() {
        return List.copyOf(history);
    }

    int dropped() {
        return dropped;
    }

    /** Takes the last turns back. */
    void rewind(final int turns) {
        endTurn();
        rewindTo(Turns.before(history, turns));
    }

    /** Keeps the first messages. */
    void rewindTo(final int messages) {
        endTurn();
        Ranges.check(messages >= 0 && messages <= history.size(), "messages to keep",
                "0 to " + history.size(), messages);
        turn = null;
        found = Optional.empty();
        dropped = 0;
        history.subList(messages, history.size()).clear();
    }

    void save(final Path file, final boolean cache) {
        endTurn();
        final var state = new SavedState(history, dropped, policy, asked, options.adapter(), calls);
        new ConversationFile(file, model).save(Map.of("chat", state.toJson()), options.adapter(),
                new int[0], owner, cache);
    }

    static Conversation restore(final LoadedModel model, final Path file) {
        final var restored = new Conversation(model, GenerationOptions.DEFAULT);
        final SavedState saved = new ConversationFile(file, model).restore(restored.owner,
                ConversationFile.Content::chat);
        restored.history.addAll(saved.messages());
        restored.dropped = saved.dropped();
        restored.policy = saved.policy();
        restored.asked = saved.asked();
        restored.calls = saved.calls();
        saved.adapter().ifPresent(name -> restored.options = restored.options.adapter(name));
        return restored;
    }
}
