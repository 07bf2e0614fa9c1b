package dev.ingot.foundry.service.openai.request;

import dev.ingot.chat.ChatOptions;
import dev.ingot.chat.Message;
import dev.ingot.constrain.Constraint;
import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.json.JsonObject;
import dev.ingot.runtime.ChatSession;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.ToolChoice;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a conversation is asked for.
 *
 * @param model    name of the model
 * @param messages what was said
 * @param template what the chat template sees beside the messages
 * @param choice   which tools are called
 * @param options  of each answer, without a seed
 * @param choices  how many answers
 * @param seed     of the first answer; the next ones count on
 * @param stream   whether the answer comes in chunks
 * @param usage    whether the last chunk says what it took
 * @param keep     how long the model shall stay in memory
 */
public record ChatRequest(String model, List<Message> messages, ChatOptions template, ToolChoice choice,
        GenerationOptions options, int choices, OptionalLong seed, boolean stream, boolean usage,
        Optional<Duration> keep) {

    private static final String KWARGS = "chat_template_kwargs";
    private static final String EFFORT = "reasoning_effort";
    private static final String MODALITIES = "modalities";
    private static final String FORMAT = "response_format";

    private static final Parameters PARAMETERS = new Parameters(
            Stream.of(SamplingFields.NAMES, LimitFields.NAMES, ToolFields.NAMES,
                    Set.of("model", "messages", "max_completion_tokens", "stream", "stream_options",
                            "logprobs",
                            "top_logprobs", FORMAT, EFFORT, KWARGS, MODALITIES))
                    .flatMap(Set::stream).collect(Collectors.toUnmodifiableSet()),
            Stream.concat(Parameters.REMARKS.stream(), Stream.of("prediction"))
                    .collect(Collectors.toUnmodifiableSet()),
            Map.of("audio", "models answer with text only", "functions", "use tools", "function_call",
                    "use tool_choice", "web_search_options", "the service reaches no network", "verbosity",
                    "ask for it in a message"));

    /** Copies the list. */
    public ChatRequest {
        messages = List.copyOf(messages);
    }

    /**
     * Reads a request.
     *
     * @param request its body
     * @return what is asked for
     * @throws HttpFailure with status 400 for what is not supported
     */
    public static ChatRequest of(final JsonObject request) {
        PARAMETERS.check(request);
        final String model = Values.text(request, "model");
        final List<Message> messages = Messages.of(request);
        final ToolFields tools = new ToolFields.Reader(true).read(request);
        checkModalities(request);
        return new ChatRequest(model, messages,
                template(request).withTools(tools.descriptions()), tools.choice(), options(request),
                LimitFields.choices(request), SamplingFields.seed(request), Values.flag(request, "stream"),
                LimitFields.usage(request), LimitFields.keep(request));
    }

    private static GenerationOptions options(final JsonObject request) {
        GenerationOptions options = LimitFields.apply(request,
                GenerationOptions.DEFAULT.sampling(SamplingFields.of(request)), "max_completion_tokens",
                "max_tokens");
        final Optional<Constraint> constraint = request.object(FORMAT)
                .flatMap(it -> ResponseFormat.of(it, true));
        if (constraint.isPresent()) {
            options = options.constraint(constraint.get());
        }
        final OptionalInt top = Values.count(request, "top_logprobs", 0, 20);
        if (top.isPresent() && !Values.flag(request, "logprobs")) {
            throw request.wrong("top_logprobs", "logprobs to be true beside it", top.getAsInt());
        }
        return Values.flag(request, "logprobs") ? options.logprobs(top.orElse(0)) : options;
    }

    private static ChatOptions template(final JsonObject request) {
        ChatOptions template = ChatFields.effort(ChatOptions.forGeneration(), request, EFFORT);
        for (final var each : request.object(KWARGS).map(JsonObject::asMap).orElse(Map.of()).entrySet()) {
            if (Set.of("messages", "tools", "add_generation_prompt").contains(each.getKey())) {
                throw request.wrong(KWARGS, "no variable of the name " + each.getKey(), each.getKey());
            }
            template = template.with(each.getKey(), each.getValue());
        }
        return template;
    }

    private static void checkModalities(final JsonObject request) {
        final List<String> wanted = request.strings(MODALITIES).orElse(List.of("text"));
        if (!wanted.equals(List.of("text"))) {
            throw request.wrong(MODALITIES, "text alone", wanted);
        }
    }

    /**
     * Returns the options of one answer.
     *
     * @param index of the answer
     * @return the options with its seed
     */
    public GenerationOptions options(final int index) {
        return SamplingFields.seeded(options, seed, index);
    }

    /**
     * Begins the conversation of an answer.
     *
     * @param generator that answers
     * @param options   of the answer
     * @return with all messages said
     */
    public ChatSession session(final Generator generator, final GenerationOptions options) {
        final ChatSession session = generator.chat(options).templateOptions(template).toolChoice(choice);
        messages.forEach(session::add);
        return session;
    }
}
