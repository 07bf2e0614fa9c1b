package dev.ingot.foundry.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolChoiceOption;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ToolChoiceOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code com.openai:openai-java}, which checks each answer against its own types. */
final class JavaClientTest {

    private static final String HOUSE = "You control the devices of a house.";
    private static final String ASKED = "Lower the kitchen lights to 59%.";
    private static final String EXPECTED = "{\"action\":\"set_brightness\",\"room\":\"kitchen\",\"value\":59}";

    @TempDir
    static Path work;
    private static Served served;
    private static OpenAIClient client;

    /** What answers must be. */
    enum Room {
        ATTIC, CELLAR
    }

    /** The client makes schemas of classes. */
    @JsonClassDescription("Opens a window.")
    record OpenWindow(Room room) {}

    @BeforeAll
    static void begin() {
        served = new Served(work);
        client = client(Served.KEY);
    }

    private static OpenAIClient client(final String key) {
        return OpenAIOkHttpClient.builder().baseUrl(served.url() + "/v1").apiKey(key).maxRetries(0)
                .responseValidation(true).build();
    }

    @AfterAll
    static void end() {
        client.close();
        served.close();
    }

    private static ChatCompletionCreateParams.Builder kitchen() {
        return ChatCompletionCreateParams.builder().model("hearth").temperature(0).addSystemMessage(HOUSE)
                .addUserMessage(ASKED);
    }

    private static ChatCompletionCreateParams.Builder tiny() {
        return ChatCompletionCreateParams.builder().model("tiny").addUserMessage("Air!");
    }

    private static String content(final ChatCompletion completion) {
        return completion.choices().getFirst().message().content().orElseThrow();
    }

    @Test
    void modelsAreListed() {
        final List<Model> models = client.models().list().data();
        assertThat(models).hasSize(2);
        assertThat(client.models().retrieve(models.getFirst().id()).id()).isEqualTo(models.getFirst().id());
    }

    @Test
    void aQuestionIsAnswered() {
        final ChatCompletion found = client.chat().completions().create(kitchen().build()).validate();
        assertThat(content(found)).isEqualTo(EXPECTED);
        assertThat(found.choices().getFirst().finishReason())
                .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(found.usage().orElseThrow().promptTokens()).isEqualTo(35);
    }

    @Test
    void aStreamIsAccumulated() {
        final var all = ChatCompletionAccumulator.create();
        try (var stream = client.chat().completions().createStreaming(kitchen()
                .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build()).build())) {
            stream.stream().forEach(chunk -> all.accumulate(chunk.validate()));
        }
        assertThat(content(all.chatCompletion())).isEqualTo(EXPECTED);
        assertThat(all.chatCompletion().usage().orElseThrow().completionTokens()).isEqualTo(16);
    }

    @Test
    void logprobsStandBesideTokens() {
        final var found = client.chat().completions()
                .create(kitchen().logprobs(true).topLogprobs(2).build()).validate();
        final var tokens = found.choices().getFirst().logprobs().orElseThrow().content().orElseThrow();
        assertThat(tokens.stream().map(it -> it.token()).collect(Collectors.joining())).isEqualTo(EXPECTED);
        assertThat(tokens).allMatch(it -> it.topLogprobs().size() == 2);
    }

    @Test
    @SuppressWarnings("deprecation") // the client deprecates seeds, the service does not
    void severalAnswersHaveSeeds() {
        final var three = client.chat().completions()
                .create(tiny().n(3).seed(5).temperature(1).maxCompletionTokens(8).build()).choices();
        assertThat(three).hasSize(3).extracting(it -> it.message().content().orElseThrow())
                .doesNotHaveDuplicates();
        assertThat(content(client.chat().completions()
                .create(tiny().seed(6).temperature(1).maxCompletionTokens(8).build())))
                .isEqualTo(three.get(1).message().content().orElseThrow());
    }

    @Test
    void aClassIsTheFormatOfTheAnswer() {
        final OpenWindow found = client.chat().completions()
                .create(tiny().responseFormat(OpenWindow.class).build()).choices().getFirst().message()
                .content()
                .orElseThrow();
        assertThat(found.room()).isNotNull();
    }

    @Test
    void aDemandedCallIsMadeAndAnswered() {
        final var asked = tiny().addTool(OpenWindow.class).parallelToolCalls(false);
        final ChatCompletion found = client.chat().completions()
                .create(asked.toolChoice(ChatCompletionToolChoiceOption.Auto.REQUIRED).build()).validate();
        final var message = found.choices().getFirst().message();
        final var call = message.toolCalls().orElseThrow().getFirst().asFunction();
        assertThat(call.function().arguments(OpenWindow.class).room()).isNotNull();
        assertThat(found.choices().getFirst().finishReason())
                .isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        final var next = client.chat().completions()
                .create(asked.toolChoice(ChatCompletionToolChoiceOption.Auto.AUTO).addMessage(message)
                        .addMessage(ChatCompletionToolMessageParam.builder().toolCallId(call.id())
                                .content("done").build())
                        .maxCompletionTokens(4).build());
        assertThat(next.usage().orElseThrow().promptTokens())
                .isGreaterThan(found.usage().orElseThrow().promptTokens());
    }

    @Test
    void callsAreStreamed() {
        final var all = ChatCompletionAccumulator.create();
        try (var stream = client.chat().completions().createStreaming(tiny().addTool(OpenWindow.class)
                .toolChoice(ChatCompletionToolChoiceOption.Auto.REQUIRED).parallelToolCalls(false).build())) {
            stream.stream().forEach(all::accumulate);
        }
        assertThat(all.chatCompletion().choices().getFirst().message().toolCalls().orElseThrow().getFirst()
                .asFunction().function().name()).isEqualTo("OpenWindow");
    }

    @Test
    void aTextIsContinued() {
        final var found = client.completions().create(CompletionCreateParams.builder().model("tiny")
                .promptOfArrayOfStrings(List.of("one", "two")).maxTokens(4).logprobs(1).echo(true).build())
                .validate();
        assertThat(found.choices()).hasSize(2).last().satisfies(
                it -> assertThat(it.text()).startsWith("two"));
        // Its check takes finish_reason to be there in each chunk; it is null in all but the last one, OpenAI's own too.
        try (var stream = client.withOptions(it -> it.responseValidation(false)).completions()
                .createStreaming(CompletionCreateParams.builder().model("tiny").prompt("one").maxTokens(4)
                        .build())) {
            assertThat(stream.stream().map(it -> it.choices().getFirst().text())
                    .collect(Collectors.joining())).isNotEmpty();
        }
    }

    @Test
    void textsBecomeVectors() {
        final var usual = client.embeddings().create(EmbeddingCreateParams.builder().model("tiny")
                .inputOfArrayOfStrings(List.of("beans", "peas")).build()).validate();
        final var plain = client.embeddings().create(EmbeddingCreateParams.builder().model("tiny")
                .input("peas").encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT).build());
        assertThat(usual.data()).hasSize(2);
        assertThat(plain.data().getFirst().embedding()).hasSize(64)
                .isEqualTo(usual.data().getLast().embedding());
    }

    private static ResponseCreateParams.Builder response() {
        return ResponseCreateParams.builder().model("hearth").temperature(0.0).instructions(HOUSE)
                .input(ASKED);
    }

    private static String text(final List<ResponseOutputItem> output) {
        return output.stream().flatMap(it -> it.message().stream()).flatMap(it -> it.content().stream())
                .flatMap(it -> it.outputText().stream()).map(it -> it.text()).collect(Collectors.joining());
    }

    @Test
    void aResponseIsMadeKeptAndContinued() {
        final var first = client.responses().create(response().build()).validate();
        assertThat(text(first.output())).isEqualTo(EXPECTED);
        assertThat(text(client.responses().retrieve(first.id()).output())).isEqualTo(EXPECTED);
        assertThat(client.responses().inputItems().list(first.id()).data()).hasSize(1);
        final var second = client.responses()
                .create(response().previousResponseId(first.id()).input("correction: 40%").build());
        assertThat(text(second.output())).contains("40");
        client.responses().delete(first.id());
        assertThatThrownBy(() -> client.responses().retrieve(first.id()))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void aResponseIsStreamed() {
        final var all = ResponseAccumulator.create();
        try (var stream = client.responses().createStreaming(response().build())) {
            stream.stream().forEach(event -> all.accumulate(event.validate()));
        }
        assertThat(text(all.response().output())).isEqualTo(EXPECTED);
    }

    @Test
    void aResponseCallsAToolAndHasAFormat() {
        final var found = client.responses().create(ResponseCreateParams.builder().model("tiny").input("Air!")
                .addTool(OpenWindow.class).toolChoice(ToolChoiceOptions.REQUIRED).build());
        assertThat(found.output().getFirst().asFunctionCall().arguments(OpenWindow.class).room()).isNotNull();
        final var typed = client.responses().create(ResponseCreateParams.builder().model("tiny")
                .input("Where?").text(OpenWindow.class).build());
        assertThat(typed.output().getFirst().asMessage().content().getFirst().asOutputText().room())
                .isNotNull();
    }

    @Test
    void errorsHaveTheirTypes() {
        assertThatThrownBy(() -> client.chat().completions().create(tiny().temperature(1.9).topP(3).build()))
                .isInstanceOfSatisfying(BadRequestException.class, it -> {
                    assertThat(it.param()).contains("top_p");
                    assertThat(it.code()).contains("invalid_value");
                    assertThat(it.type()).contains("invalid_request_error");
                });
        assertThatThrownBy(() -> client.chat().completions().create(tiny().model("huge").build()))
                .isInstanceOfSatisfying(NotFoundException.class,
                        it -> assertThat(it.code()).contains("model_not_found"));
        final OpenAIClient stranger = client("wrong");
        assertThatThrownBy(() -> stranger.models().list()).isInstanceOf(UnauthorizedException.class);
        stranger.close();
    }
}
