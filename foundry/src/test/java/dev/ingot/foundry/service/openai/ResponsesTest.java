package dev.ingot.foundry.service.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Responses: whole, as events, kept and continued. */
@ExtendWith(ServiceResolver.class)
final class ResponsesTest {

    private static final String EXPECTED = "{\"action\":\"set_brightness\",\"room\":\"kitchen\",\"value\":59}";
    private static final Map<String, Object> KITCHEN = Map.of("model", "hearth", "temperature", 0,
            "instructions", "You control the devices of a house.", "input",
            "Lower the kitchen lights to 59%.");
    private static final Map<String, Object> TOOL = Map.of("type", "function", "name", "get_weather",
            "parameters",
            Map.of("type", "object", "properties", Map.of("city", Map.of("enum", List.of("Paris", "Lyon"))),
                    "required", List.of("city"), "additionalProperties", false));

    private static Service service;

    @BeforeAll
    static void begin(final Service shared) {
        service = shared;
    }

    private static FakeCall ask(final Map<String, ? extends @Nullable Object> body) {
        return service.post("/v1/responses", body);
    }

    private static JsonObject answered(final Map<String, ? extends @Nullable Object> body) {
        return Wire.response(ask(body).answer());
    }

    private static String text(final JsonObject response) {
        return response.objects("output").orElseThrow().stream()
                .filter(it -> it.string("type").orElseThrow().equals("message"))
                .flatMap(it -> it.objects("content").orElseThrow().stream())
                .map(it -> it.string("text").orElseThrow()).collect(Collectors.joining());
    }

    private static List<String> names(final FakeCall call) {
        return call.sent().stream().map(FakeCall.Event::name).distinct().toList();
    }

    @Test
    void aQuestionIsAnswered() {
        final JsonObject response = answered(KITCHEN);
        assertThat(text(response)).isEqualTo(EXPECTED);
        assertThat(response.string("status")).contains("completed");
        assertThat(response.object("usage").orElseThrow().integer("input_tokens")).hasValue(35);
    }

    @Test
    void eventsComeInTheirOrder() {
        final FakeCall call = ask(Service.with(KITCHEN, "stream", true));
        assertThat(names(call)).containsExactly("response.created", "response.in_progress",
                "response.output_item.added", "response.content_part.added", "response.output_text.delta",
                "response.output_text.done", "response.content_part.done", "response.output_item.done",
                "response.completed");
        assertThat(call.chunks()).extracting(it -> it.integer("sequence_number").orElseThrow())
                .isEqualTo(IntStream.range(0, call.chunks().size()).boxed().toList());
        assertThat(call.sent())
                .allMatch(it -> it.data().string("type").orElseThrow().equals(it.name()));
        assertThat(call.chunks().stream().filter(it -> it.has("delta"))
                .map(it -> it.string("delta").orElseThrow()).collect(Collectors.joining()))
                .isEqualTo(EXPECTED);
        final JsonObject last = call.chunks().getLast().object("response").orElseThrow();
        assertThat(text(Wire.response(last))).isEqualTo(EXPECTED);
        assertThat(call.isDone()).as("no mark at the end of these streams").isFalse();
    }

    @Test
    void aStreamThatIsInterruptedEndsAsFailed() {
        final FakeCall call = service.call("POST /v1/responses",
                new FakeCall(JsonFiles.compact(Service.with(KITCHEN, "stream", true))).cancelledAfter(5));
        final var last = call.sent().getLast();
        assertThat(last.name()).isEqualTo("response.failed");
        final JsonObject response = last.data().object("response").orElseThrow();
        assertThat(response.string("status")).contains("failed");
        assertThat(response.object("error").orElseThrow().string("message")).contains("interrupted");
    }

    @Test
    void aRequestThatIsInterruptedBeforeHasNoStream() {
        final var call = new FakeCall(JsonFiles.compact(Service.with(KITCHEN, "stream", true)));
        call.atWork(call::cancel);
        assertThatThrownBy(() -> service.call("POST /v1/responses", call)).hasMessage("interrupted");
        assertThat(call.isStreaming()).isFalse();
    }

    @Test
    void aCutAnswerIsIncomplete() {
        final JsonObject response = answered(Service.with(KITCHEN, "max_output_tokens", 4));
        assertThat(response.string("status")).contains("incomplete");
        assertThat(response.object("incomplete_details").orElseThrow().string("reason"))
                .contains("max_output_tokens");
        assertThat(names(ask(Service.with(Service.with(KITCHEN, "max_output_tokens", 4), "stream", true))))
                .endsWith("response.incomplete");
    }

    @Test
    void aSchemaIsEnforcedAndReasoningIsAnItem() {
        final var format = Map.of("format", Map.of("type", "json_schema", "name", "yes", "schema",
                Map.of("const", "yes")));
        assertThat(text(answered(Map.of("model", "tiny", "input", "?", "text", format))))
                .isEqualTo("\"yes\"");
        final var thought = Map.of("model", "tiny", "input", "?", "text", Map.of("format",
                Map.of("type", "lark_grammar", "lark_grammar",
                        "start: \"<think>\\nwell\\n</think>\\n\\nNo.\"")));
        final JsonObject response = answered(thought);
        assertThat(response.objects("output").orElseThrow())
                .extracting(it -> it.string("type").orElseThrow()).containsExactly("reasoning", "message");
        assertThat(text(response)).isEqualTo("No.");
        assertThat(names(ask(Service.with(thought, "stream", true))))
                .contains("response.reasoning_text.delta", "response.reasoning_text.done");
    }

    @Test
    void callsAreItemsAndTheirResultsAreTaken() {
        final var body = Service.with(Service.with(Service.with(Map.of("model", "tiny", "input", "Rain?"),
                "tools", List.of(TOOL)), "tool_choice", Map.of("type", "function", "name", "get_weather")),
                "temperature", 0);
        final FakeCall stream = ask(Service.with(body, "stream", true));
        assertThat(names(stream)).contains("response.function_call_arguments.delta",
                "response.function_call_arguments.done");
        final JsonObject response = answered(body);
        final JsonObject call = response.objects("output").orElseThrow().getFirst();
        assertThat(call.string("type")).contains("function_call");
        assertThat(call.string("arguments").orElseThrow()).matches("\\{\"city\":\"(Paris|Lyon)\"}");
        final JsonObject next = answered(Map.of("model", "tiny", "max_output_tokens", 4,
                "previous_response_id", response.string("id").orElseThrow(), "input",
                List.of(Map.of("type", "function_call_output", "call_id",
                        call.string("call_id").orElseThrow(), "output", "sun"))));
        assertThat(next.object("usage").orElseThrow().integer("input_tokens").orElseThrow())
                .isGreaterThan(20);
    }

    @Test
    void aResponseIsKeptContinuedAndRemoved() {
        final JsonObject first = answered(KITCHEN);
        final String id = first.string("id").orElseThrow();
        final var again = Service.with(Service.with(KITCHEN, "previous_response_id", id), "input",
                "correction: 40%");
        assertThat(text(answered(again))).contains("set_brightness", "40");
        final var segment = Map.of("id", id);
        assertThat(
                service.call("GET /v1/responses/{id}", new FakeCall("", segment, Map.of())).answer().asMap())
                .isEqualTo(first.asMap());
        final JsonObject input = service.call("GET /v1/responses/{id}/input_items",
                new FakeCall("", segment, Map.of())).answer();
        assertThat(input.objects("data").orElseThrow()).singleElement()
                .satisfies(it -> assertThat(it.string("role")).contains("user"));
        final JsonObject list = service.call("GET /v1/responses",
                new FakeCall("", Map.of(), Map.of("limit", "1", "order", "asc"))).answer();
        assertThat(list.objects("data").orElseThrow()).hasSize(1);
        assertThat(list.bool("has_more")).contains(true);
        assertThat(service.call("DELETE /v1/responses/{id}", new FakeCall("", segment, Map.of())).answer()
                .bool("deleted")).contains(true);
        assertThatThrownBy(
                () -> service.call("GET /v1/responses/{id}", new FakeCall("", segment, Map.of())))
                .isInstanceOfSatisfying(HttpFailure.class, it -> assertThat(it.status()).isEqualTo(404));
    }

    @Test
    void whatShallNotBeKeptIsNot() {
        final String id = answered(Service.with(KITCHEN, "store", false)).string("id").orElseThrow();
        final var failure = service.refused("/v1/responses",
                Service.with(KITCHEN, "previous_response_id", id));
        assertThat(failure.json().toString()).contains("previous_response_not_found");
    }

    @Test
    void itemsOfOneTurnAreOneMessage() {
        final JsonObject response = answered(Map.of("model", "tiny", "max_output_tokens", 3, "input", List.of(
                Map.of("role", "user", "content", List.of(Map.of("type", "input_text", "text", "Rain?"))),
                Map.of("type", "reasoning", "id", "rs_1", "summary", List.of(), "content",
                        List.of(Map.of("type", "reasoning_text", "text", "hm"))),
                Map.of("type", "message", "role", "assistant", "content",
                        List.of(Map.of("type", "output_text", "text", "Let me see."))),
                Map.of("type", "function_call", "call_id", "call_abcdefghi", "name", "get_weather",
                        "arguments", "{}"),
                Map.of("type", "function_call_output", "call_id", "call_abcdefghi", "output", "sun"))));
        final JsonObject input = service.call("GET /v1/responses/{id}/input_items", new FakeCall("",
                Map.of("id", response.string("id").orElseThrow()), Map.of("order", "asc"))).answer();
        assertThat(input.objects("data").orElseThrow()).extracting(it -> it.string("type").orElseThrow())
                .containsExactly("message", "reasoning", "message", "function_call", "function_call_output");
        assertThat(input.objects("data").orElseThrow()).allMatch(it -> it.has("id"));
    }
}
