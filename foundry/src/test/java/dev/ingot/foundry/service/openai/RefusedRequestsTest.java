package dev.ingot.foundry.service.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.json.JsonFiles;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be had is refused before anything is sent, and the message names the parameter. */
@ExtendWith(ServiceResolver.class)
final class RefusedRequestsTest {

    private static final String CHAT = "{'model': 'tiny', 'max_tokens': 4, 'messages':"
            + " [{'role': 'user', 'content': 'Hi'}]}";

    private static Service service;

    @BeforeAll
    static void begin(final Service shared) {
        service = shared;
    }

    /** Puts members into a request; JSON has apostrophes here. */
    private static Map<String, @Nullable Object> request(final String begin, final String more) {
        final var body = new LinkedHashMap<String, @Nullable Object>();
        for (final String part : new String[]{begin, more}) {
            final var parsed = (Map<?, ?>) Objects.requireNonNull(
                    JsonFiles.parseValue(Path.of("test"), part.replace('\'', '"')));
            parsed.forEach((key, value) -> body.put(String.valueOf(key), value));
        }
        return body;
    }

    private static void check(final String path, final Map<String, @Nullable Object> body, final String param,
            final String code) {
        final var failure = service.refused(path, body);
        assertThat(failure.status()).as(failure.getMessage()).isEqualTo(400);
        if (!(failure.json().get("error") instanceof Map<?, ?> error)) {
            throw new AssertionError(failure.json());
        }
        assertThat(error.get("param")).as(failure.getMessage()).isEqualTo(param);
        assertThat(error.get("code")).as(failure.getMessage()).isEqualTo(code);
        assertThat(error.get("type")).isEqualTo("invalid_request_error");
        assertThat(failure.getMessage()).contains(code.equals("unsupported_model")
                ? "template"
                : param.replaceAll("\\[.*|\\..*", ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'temperature': 2.1}                                       | temperature              | invalid_value
            {'temperature': 'hot'}                                     | temperature              | invalid_value
            {'top_p': -0.1}                                            | top_p                    | invalid_value
            {'n': 17}                                                  | n                        | invalid_value
            {'n': 0}                                                   | n                        | invalid_value
            {'n': 1.5}                                                 | n                        | invalid_value
            {'max_tokens': 0}                                          | max_tokens               | invalid_value
            {'max_completion_tokens': 'many'}                          | max_completion_tokens    | invalid_value
            {'min_tokens': 5}                                          | min_tokens               | invalid_value
            {'stop': ['a', '']}                                        | stop                     | invalid_value
            {'stop': 7}                                                | stop                     | invalid_value
            {'seed': 1e40}                                             | seed                     | invalid_value
            {'logit_bias': {'5': 101}}                                 | logit_bias.5             | invalid_value
            {'logit_bias': {'five': 1}}                                | logit_bias               | invalid_value
            {'presence_penalty': 3}                                    | presence_penalty         | invalid_value
            {'top_logprobs': 2}                                        | top_logprobs             | invalid_value
            {'logprobs': true, 'top_logprobs': 21}                     | top_logprobs             | invalid_value
            {'temprature': 1}                                          | temprature               | unknown_parameter
            {'audio': {'voice': 'a'}}                                  | audio                    | unsupported_parameter
            {'modalities': ['text', 'audio']}                          | modalities               | invalid_value
            {'functions': []}                                          | functions                | unsupported_parameter
            {'web_search_options': {}}                                 | web_search_options       | unsupported_parameter
            {'response_format': {'type': 'xml'}}                       | response_format.type     | invalid_value
            {'response_format': {'type': 'json_schema'}}               | response_format.json_schema | invalid_value
            {'response_format': {'type': 'json_schema', 'json_schema': {'name': 'x'}}} | response_format.json_schema.schema | invalid_value
            {'response_format': {'type': 'json_schema', 'schema': 'x'}} | response_format.schema  | invalid_value
            {'n': 'two'}                                               | n                        | invalid_value
            {'max_tokens': 1e10}                                       | max_tokens               | invalid_value
            {'response_format': {'type': 'json_schema', 'json_schema': {'name': 'x', 'schema': {'type': 'object', 'minProperties': 1}}}} | response_format.json_schema.schema | invalid_value
            {'response_format': {'type': 'lark_grammar', 'lark_grammar': 'x'}} | response_format.lark_grammar | invalid_value
            {'tool_choice': 'required'}                                | tool_choice              | invalid_value
            {'tool_choice': 'always'}                                  | tool_choice              | invalid_value
            {'tools': [{'type': 'web_search'}]}                        | tools[0].type            | unsupported_value
            {'tools': [{'type': 'function'}]}                          | tools[0].function        | invalid_value
            {'tools': [{'type': 'function', 'function': {'name': 'a b'}}]} | tools[0].function.name | invalid_value
            {'tools': [{'type': 'function', 'function': {'name': 'f'}}], 'tool_choice': {'type': 'function', 'function': {'name': 'g'}}} | tool_choice | invalid_value
            {'tools': [{'type': 'function', 'function': {'name': 'f', 'strict': true, 'parameters': {'type': 'object', 'patternProperties': {}}}}]} | tools[0].function.parameters | invalid_value
            {'messages': []}                                           | messages                 | invalid_value
            {'messages': null}                                         | messages                 | invalid_value
            {'messages': [{'role': 'judge', 'content': 'x'}]}          | messages[0].role         | invalid_value
            {'messages': [{'role': 'user'}]}                           | messages[0].content      | invalid_value
            {'messages': [{'role': 'user', 'content': [{'type': 'image_url', 'image_url': {'url': 'x'}}]}]} | messages[0].content[0].type | unsupported_value
            {'messages': [{'role': 'assistant'}]}                      | messages[0].content      | invalid_value
            {'messages': [{'role': 'assistant', 'tool_calls': [{'id': 'a', 'type': 'function', 'function': {'name': 'f', 'arguments': '[1]'}}]}]} | messages[0].tool_calls[0].function.arguments | invalid_value
            {'messages': [{'role': 'tool', 'content': 'x'}]}           | messages[0].tool_call_id | invalid_value
            {'reasoning_effort': 'utmost'}                             | reasoning_effort         | invalid_value
            {'chat_template_kwargs': {'messages': []}}                 | chat_template_kwargs     | invalid_value
            {'ttl': 'long'}                                            | ttl                      | invalid_value
            {'model': ''}                                              | model                    | invalid_value
            {'metadata': 'x'}                                          | metadata                 | invalid_value
            {'metadata': {'k': {'deep': 1}}}                           | metadata                 | invalid_value
            {'max_tokens': 900, 'min_tokens': 900}                     | min_tokens               | invalid_value
            """)
    void ofChats(final String more, final String param, final String code) {
        check("/v1/chat/completions", request(CHAT, more), param, code);
        check("/v1/chat/completions", request(request(CHAT, more), "stream", true), param, code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'n': 'two'}                     | n: expected an integer from 1 to 16, found "two"
            {'n': 1.5}                       | n: expected an integer from 1 to 16, found 1.5
            {'max_tokens': 'many'}           | max_tokens: expected an integer of at least 1, found "many"
            {'max_tokens': 3000000000}       | max_tokens: expected an integer from 1 to 2147483647, found 3000000000
            {'temperature': 'hot'}           | temperature: expected a number from 0 to 2, found "hot"
            {'response_format': {'type': 'json_schema'}} | response_format.json_schema: expected an object with a name and a schema, found nothing
            {'response_format': {'type': 'json_schema', 'json_schema': {'name': 'x', 'schema': {'propertes': {}}}}} | JSON schema at #/propertes: this keyword is misspelt or not supported
            {'response_format': {'type': 'json_schema', 'json_schema': {'name': 'x', 'schema': {'type': 'array', 'uniqueItems': true}}}} | JSON schema at #/uniqueItems: this keyword is not supported
            """)
    void theMessageSaysWhatTheParameterMayBe(final String more, final String message) {
        assertThat(service.refused("/v1/chat/completions", request(CHAT, more)))
                .hasMessageContaining(message);
    }

    @Test
    void moreMetadataThanOpenAiTakesIsRefusedEverywhere() {
        final var large = new LinkedHashMap<String, Object>();
        for (int i = 0; i < 16; i++) {
            large.put("k".repeat(62) + (10 + i), "v".repeat(512));
        }
        large.put("n".repeat(64), "");
        for (final Map<String, ?> metadata : List.of(large, Map.of("k".repeat(65), ""),
                Map.of("k", "v".repeat(513)))) {
            check("/v1/chat/completions", request(request(CHAT, "{}"), "metadata", metadata), "metadata",
                    "invalid_value");
            check("/v1/responses",
                    request(request("{'model': 'tiny'}", "{'input': 'Hi'}"), "metadata", metadata),
                    "metadata", "invalid_value");
            check("/v1/embeddings",
                    request(request("{'model': 'tiny'}", "{'input': 'Hi'}"), "metadata", metadata),
                    "metadata", "invalid_value");
        }
        large.remove("n".repeat(64));
        assertThat(service.chat(request(request(CHAT, "{}"), "metadata", large)).status()).isEqualTo(200);
    }

    @Test
    void optionsOfAStreamWithoutOneAreRefused() {
        check("/v1/chat/completions", request(CHAT, "{'stream_options': {'include_usage': true}}"),
                "stream_options", "invalid_value");
    }

    @Test
    void whatTheModelCannotDoIsRefused() {
        final String tools = "{'model': 'hearth', 'tools': [{'type': 'function', 'function': {'name': 'f'}}]}";
        check("/v1/chat/completions", request(CHAT, tools), "model", "unsupported_model");
        assertThat(service.refused("/v1/chat/completions", request(CHAT, tools)))
                .hasMessageStartingWith("hearth:0: cannot be given tools");
        check("/v1/chat/completions", request(CHAT, "{'logit_bias': {'999999': 1}, 'stream': true}"),
                "logit_bias", "invalid_value");
    }

    /** The second is refused without being encoded, which would take as long for each of the sixteen. */
    @Test
    void whatIsTooLongAndWhatIsHopelesslyLongIsRefused() {
        checkTooLong("word ".repeat(900), "'stream': true");
        checkTooLong("a".repeat(8 << 20), "'n': 16");
    }

    private void checkTooLong(final String text, final String option) {
        final String code = "context_length_exceeded";
        check("/v1/chat/completions",
                request(CHAT, "{" + option + ", 'messages': [{'role': 'user', 'content': '" + text + "'}]}"),
                "messages", code);
        check("/v1/responses", request("{'model': 'tiny'}", "{'input': '" + text + "'}"), "input", code);
        check("/v1/completions", request("{'model': 'tiny'}", "{'prompt': ['a', '" + text + "']}"),
                "prompt[1]", code);
        check("/v1/embeddings", request("{'model': 'tiny'}", "{'input': '" + text + "'}"), "input", code);
    }

    @Test
    void moreLogprobsThanOneAnswerCanHoldAreRefused() {
        final var prompts = Collections.nCopies(64, Collections.nCopies(60, 5));
        final var body = request(request("{'model': 'tiny', 'n': 16}", "{'echo': true, 'logprobs': 20}"),
                "prompt",
                prompts);
        check("/v1/completions", body, "logprobs", "invalid_value");
        check("/v1/completions", request(body, "stream", true), "logprobs", "invalid_value");
    }

    private static Map<String, @Nullable Object> request(final Map<String, @Nullable Object> body,
            final String key, final Object value) {
        return Service.with(body, key, value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'prompt': ''}                 | prompt     | invalid_value
            {'prompt': []}                 | prompt     | invalid_value
            {'prompt': [1, 'a']}           | prompt     | invalid_value
            {'prompt': [100000]}           | prompt     | invalid_value
            {'prompt': [-1]}               | prompt     | invalid_value
            {'suffix': 'x'}                | suffix     | unsupported_parameter
            {'best_of': 3}                 | best_of    | unsupported_parameter
            {'logprobs': true}             | logprobs   | invalid_value
            {'max_tokens': 0}              | max_tokens | invalid_value
            {'logit_bias': {'100000': 1}}  | logit_bias | invalid_value
            {'stream': true, 'max_tokens': 900, 'min_tokens': 900} | min_tokens | invalid_value
            """)
    void ofCompletions(final String more, final String param, final String code) {
        check("/v1/completions", request("{'model': 'tiny', 'prompt': 'Hi'}", more), param, code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'input': ''}                   | input           | invalid_value
            {'input': ['a', '']}            | input           | invalid_value
            {'input': {}}                   | input           | invalid_value
            {'input': [[5], [100000]]}      | input[1]        | invalid_value
            {'encoding_format': 'hex'}      | encoding_format | invalid_value
            {'dimensions': 65}              | dimensions      | invalid_value
            {'dimensions': 0}               | dimensions      | invalid_value
            """)
    void ofEmbeddings(final String more, final String param, final String code) {
        check("/v1/embeddings", request("{'model': 'tiny', 'input': 'Hi'}", more), param, code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'input': []}                                     | input                | invalid_value
            {'input': [{'type': 'item_reference', 'id': 'x'}]} | input[0].type       | unsupported_value
            {'input': [{'role': 'user', 'content': [{'type': 'input_image'}]}]} | input[0].content[0].type | unsupported_value
            {'previous_response_id': 'resp_none'}             | previous_response_id | previous_response_not_found
            {'background': true}                              | background           | unsupported_parameter
            {'conversation': 'x'}                             | conversation         | unsupported_parameter
            {'truncation': 'some'}                            | truncation           | invalid_value
            {'text': {'format': {'type': 'xml'}}}             | text.format.type     | invalid_value
            {'text': {'format': {'type': 'json_schema', 'name': 'x'}}} | text.format.schema | invalid_value
            {'tools': [{'type': 'file_search'}]}              | tools[0].type        | unsupported_value
            {'max_output_tokens': 0}                          | max_output_tokens    | invalid_value
            """)
    void ofResponses(final String more, final String param, final String code) {
        check("/v1/responses", request("{'model': 'tiny', 'input': 'Hi'}", more), param, code);
    }

    @ParameterizedTest
    @CsvSource({"/v1/chat/completions, messages", "/v1/completions, prompt", "/v1/embeddings, input",
            "/v1/responses, input"})
    void aModelThatNobodyHasIsNotFound(final String path, final String key) {
        final Object value = key.equals("messages")
                ? List.of(Map.of("role", "user", "content", "x"))
                : "x";
        final var failure = service.refused(path, Map.of("model", "huge", key, value));
        assertThat(failure.status()).isEqualTo(404);
        assertThat(failure.json().toString()).contains("model_not_found");
    }
}
