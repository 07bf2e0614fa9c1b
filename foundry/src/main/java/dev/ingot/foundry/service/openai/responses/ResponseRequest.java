package dev.ingot.foundry.service.openai.responses;

import dev.ingot.chat.ChatOptions;
import dev.ingot.chat.Message;
import dev.ingot.constrain.Constraint;
import dev.ingot.foundry.service.openai.answer.Ids;
import dev.ingot.foundry.service.openai.request.ChatFields;
import dev.ingot.foundry.service.openai.request.LimitFields;
import dev.ingot.foundry.service.openai.request.Parameters;
import dev.ingot.foundry.service.openai.request.ResponseFormat;
import dev.ingot.foundry.service.openai.request.SamplingFields;
import dev.ingot.foundry.service.openai.request.ToolFields;
import dev.ingot.foundry.service.openai.request.Values;
import dev.ingot.json.JsonObject;
import dev.ingot.runtime.ChatSession;
import dev.ingot.runtime.ContextPolicy;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a response is asked for.
 *
 * @param body     the request, whose fields the response repeats
 * @param model    name of the model
 * @param input    what is said now
 * @param template what the chat template sees beside the messages
 * @param tools    that may be called
 * @param options  of the answer
 * @param previous id of the response that is continued
 * @param store    whether the response is kept; as OpenAI's interface has it, unless the request says no
 * @param stream   whether it comes as events
 * @param keep     how long the model shall stay in memory
 */
record ResponseRequest(JsonObject body, String model, InputItems input, ChatOptions template,
        ToolFields tools,
        GenerationOptions options, Optional<String> previous, boolean store, boolean stream,
        Optional<Duration> keep) {

    private static final String REASONING = "reasoning";
    private static final String EFFORT = "effort";
    private static final String LOGPROBS = "message.output_text.logprobs";
    private static final int MOST_LOGPROBS = 20;

    private static final Parameters PARAMETERS = new Parameters(
            Stream.of(SamplingFields.NAMES, ToolFields.NAMES,
                    Set.of("model", "input", "instructions", "max_output_tokens", "previous_response_id",
                            REASONING, "store", "stream", "text", "top_logprobs", "truncation", "include",
                            "ttl",
                            "ttls", "stop"))
                    .flatMap(Set::stream).collect(Collectors.toUnmodifiableSet()),
            Stream.concat(Parameters.REMARKS.stream(), Stream.of("stream_options", "max_tool_calls"))
                    .collect(Collectors.toUnmodifiableSet()),
            Map.of("background", "ask with stream, or wait", "conversation",
                    "continue a response with previous_response_id", "prompt", "say it in instructions",
                    "context_management", "say truncation: auto"));

    /** Reads a request. */
    static ResponseRequest of(final JsonObject request, final Ids ids) {
        PARAMETERS.check(request);
        Values.word(request, "truncation", List.of("disabled", "auto"));
        final String model = Values.text(request, "model");
        final ToolFields tools = new ToolFields.Reader(false).read(request);
        return new ResponseRequest(request, model, InputItems.of(request, ids),
                template(request).withTools(tools.descriptions()), tools, options(request),
                request.string("previous_response_id"), request.bool("store").orElse(true),
                Values.flag(request, "stream"), LimitFields.keep(request));
    }

    private static GenerationOptions options(final JsonObject request) {
        GenerationOptions options = LimitFields.apply(request,
                SamplingFields.seeded(GenerationOptions.DEFAULT.sampling(SamplingFields.of(request)),
                        SamplingFields.seed(request), 0),
                "max_output_tokens");
        final Optional<JsonObject> text = request.object("text");
        text.ifPresent(it -> Values.word(it, "verbosity", List.of("medium")));
        final Optional<Constraint> constraint = text.flatMap(it -> it.object("format"))
                .flatMap(it -> ResponseFormat.of(it, false));
        if (constraint.isPresent()) {
            options = options.constraint(constraint.get());
        }
        final var top = Values.count(request, "top_logprobs", 0, MOST_LOGPROBS);
        final boolean asked = request.strings("include").orElse(List.of()).contains(LOGPROBS);
        return asked || top.orElse(0) > 0 ? options.logprobs(top.orElse(0)) : options;
    }

    private static ChatOptions template(final JsonObject request) {
        final ChatOptions template = ChatOptions.forGeneration();
        return request.object(REASONING).map(it -> ChatFields.effort(template, it, EFFORT)).orElse(template);
    }

    /** Begins the conversation: instructions are those of this request alone. */
    ChatSession session(final Generator generator, final List<Message> before,
            final GenerationOptions options) {
        final ChatSession session = generator.chat(options).templateOptions(template)
                .toolChoice(tools.choice());
        if (body.string("truncation").orElse("").equals("auto")) {
            session.onFull(ContextPolicy.DROP_OLDEST_TURNS);
        }
        body.string("instructions").ifPresent(session::system);
        before.forEach(session::add);
        input.messages().forEach(session::add);
        return session;
    }
}
