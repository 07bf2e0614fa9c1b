package dev.ingot.foundry.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire, byte by byte but for ids and times. */
final class TranscriptTest {

    private static final String ASKED = """
            {"model": "hearth", "temperature": 0, "max_tokens": 3, %s
             "messages": [{"role": "user", "content": "Lower the kitchen lights to 59%%."}]}""";

    @TempDir
    static Path work;
    private static Served served;

    @BeforeAll
    static void begin() {
        served = new Served(work);
    }

    @AfterAll
    static void end() {
        served.close();
    }

    private static HttpResponse<String> send(final HttpRequest.Builder request) throws IOException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static HttpRequest.Builder to(final String path) {
        return HttpRequest.newBuilder(URI.create(served.url() + path)).header("Authorization",
                "Bearer " + Served.KEY);
    }

    private static HttpResponse<String> post(final String path, final String body) throws IOException {
        return send(to(path).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String plain(final HttpResponse<String> answer) {
        return answer.body().replaceAll("(chatcmpl|resp|msg)([-_])[A-Za-z0-9]{24}", "$1$2*")
                .replaceAll("\"(created|created_at)\":[0-9]{10}", "\"$1\":0")
                .replaceAll("\"cached_tokens\":[0-9]+", "\"cached_tokens\":0");
    }

    @Test
    void aChatCompletion() throws IOException {
        final var answer = post("/v1/chat/completions", ASKED.formatted(""));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(plain(answer)).isEqualTo("""
                {"id":"chatcmpl-*","object":"chat.completion","created":0,"model":"hearth",\
                "system_fingerprint":null,"choices":[{"index":0,"message":{"role":"assistant","content":\
                "{\\"action\\":\\"","refusal":null},"logprobs":null,"finish_reason":"length"}],"usage":\
                {"prompt_tokens":19,"completion_tokens":3,"total_tokens":22,"prompt_tokens_details":\
                {"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}}}""");
    }

    @Test
    void aStreamOfChunks() throws IOException {
        final var answer = post("/v1/chat/completions", ASKED.formatted("\"stream\": true,"));
        assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("text/event-stream");
        final String head = "data: {\"id\":\"chatcmpl-*\",\"object\":\"chat.completion.chunk\",\"created\":0,"
                + "\"model\":\"hearth\",\"system_fingerprint\":null,\"choices\":[{\"index\":0,\"delta\":";
        final String open = ",\"logprobs\":null,\"finish_reason\":null}]}\n\n";
        assertThat(plain(answer).replaceAll("(?m)^:.*\n\n?", "")).isEqualTo(head
                + "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}" + open + head
                + "{\"content\":\"{\\\"\"}" + open + head + "{\"content\":\"action\"}" + open + head
                + "{\"content\":\"\\\":\\\"\"}" + open + head
                + "{},\"logprobs\":null,\"finish_reason\":\"length\"}]}\n\ndata: [DONE]\n\n");
    }

    @Test
    void eventsOfAResponse() throws IOException {
        final var answer = post("/v1/responses", """
                {"model": "hearth", "temperature": 0, "max_output_tokens": 2, "stream": true, "store": false,
                 "input": "Lower the kitchen lights to 59%."}""");
        assertThat(plain(answer))
                .contains(
                        """
                                event: response.output_text.delta
                                data: {"type":"response.output_text.delta","sequence_number":4,"item_id":"msg_*","output_index":0,\
                                "content_index":0,"delta":"{\\"","logprobs":[]}

                                """)
                .contains("event: response.incomplete\ndata: {\"type\":\"response.incomplete\"")
                .doesNotContain("[DONE]");
    }

    @Test
    void anError() throws IOException {
        final var answer = post("/v1/chat/completions", ASKED.formatted("\"top_p\": 7, \"stream\": true,"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.body()).isEqualTo("""
                {"error":{"message":"request body: top_p: expected a number from 0 to 1, found 7",\
                "type":"invalid_request_error","param":"top_p","code":"invalid_value"}}""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/page/app.js", "/page/api.js", "/page/turn.js", "/page/figures.js",
            "/page/page.css", "/page/icon.svg"})
    void thePageNeedsNoKeyAndLetsNothingElseIn(final String path) throws IOException {
        final var answer = send(HttpRequest.newBuilder(URI.create(served.url() + path)));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'").doesNotContain("unsafe", "http");
        assertThat(answer.body()).doesNotContain("https://", "innerHTML", "<script>", "<style", " style=",
                " onclick=");
    }

    @Test
    void thePageHasNoOtherFiles() throws IOException {
        assertThat(send(to("/page/PageRoutes.class")).statusCode()).isEqualTo(404);
        assertThat(send(to("/page/..%2FPageRoutes.class")).statusCode()).isIn(400, 404);
    }
}
