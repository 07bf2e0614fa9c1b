package dev.ingot.foundry.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.RegistryException;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.service.wire.OwnThreads;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The service as its clients see it, asked by the JDK's own client and by bare sockets. */
@ExtendWith(OwnThreads.class)
final class FoundryServiceTest {

    private static final ServiceOptions OPTIONS = TestCache.OPTIONS;

    @TempDir
    static Path work;
    private static FoundryCache cache;

    private final HttpClient client = HttpClient.newHttpClient();
    private FoundryService service;

    @BeforeAll
    static void convert() {
        cache = TestCache.of(work, "small", "other:2");
    }

    @BeforeEach
    void start() {
        service = FoundryService.start(cache, OPTIONS);
    }

    private void restart(final ServiceOptions options) {
        restart(cache, options);
    }

    private void restart(final FoundryCache models, final ServiceOptions options) {
        service.close();
        service = FoundryService.start(models, options);
    }

    @AfterEach
    void stop() {
        service.close();
        client.close();
    }

    private HttpResponse<String> ask(final String method, final String path, final String... headers)
            throws Exception {
        final var request = HttpRequest.newBuilder(URI.create(service.uri() + path)).method(method,
                method.equals("POST") ? BodyPublishers.ofString("{}") : BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private JsonObject json(final String path) throws Exception {
        final var response = ask("GET", path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        return parse("{\"value\":" + response.body() + "}");
    }

    private static JsonObject parse(final String text) {
        return JsonFiles.parse(Path.of("answer"), text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> names(final String path) throws Exception {
        return json(path).strings("value").orElseThrow();
    }

    private static JsonObject error(final HttpResponse<String> response) {
        final var error = parse(response.body()).object("error").orElseThrow();
        assertThat(error.keys()).containsExactly("message", "type", "param", "code");
        assertThat(error.string("type")).hasValue(
                response.statusCode() < 500 ? "invalid_request_error" : "server_error");
        return error;
    }

    @Test
    void modelsAreListedAsOpenAiDoes() throws Exception {
        final var list = json("/v1/models").object("value").orElseThrow();
        assertThat(list.string("object")).hasValue("list");
        final var models = list.objects("data").orElseThrow();
        assertThat(models).extracting(model -> model.string("id").orElseThrow()).containsExactly("other:2",
                "small:0");
        assertThat(models).allSatisfy(model -> {
            assertThat(model.string("object")).hasValue("model");
            assertThat(model.integer("created").orElseThrow()).isPositive();
            assertThat(model.string("owned_by")).hasValue("system");
        });
        assertThat(json("/v1/models/other%3A2").object("value").orElseThrow().string("id"))
                .hasValue("other:2");
        assertThat(json("/v1/models/small").object("value").orElseThrow().string("id")).hasValue("small:0");
        final var missing = ask("GET", "/v1/models/smal");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(error(missing).string("code")).hasValue("model_not_found");
        assertThat(error(missing).string("message").orElseThrow()).contains("did you mean small");
    }

    @Test
    void foundrysNewPathsLoadAndUnload() throws Exception {
        final var status = json("/status").object("value").orElseThrow();
        assertThat(status.string("modelCachePath")).hasValue(cache.location().toString());
        assertThat(status.strings("endpoints")).hasValue(List.of(service.uri().toString()));
        assertThat(status.integer("pid")).hasValue((int) ProcessHandle.current().pid());
        assertThat(names("/models/loaded")).isEmpty();
        assertThat(ask("GET", "/models/load/small").body()).isEqualTo("{\"status\":\"loaded\"}");
        assertThat(ask("POST", "/models/load/small:0").body()).isEqualTo("{\"status\":\"already_loaded\"}");
        assertThat(names("/models/loaded")).containsExactly("small:0");
        assertThat(service.loaded()).extracting(model -> model.id().text()).containsExactly("small:0");
        assertThat(ask("GET", "/models/unload/small").body()).isEqualTo("{\"status\":\"unloaded\"}");
        assertThat(ask("POST", "/models/unload/small").body()).isEqualTo("{\"status\":\"not_loaded\"}");
        assertThat(ask("GET", "/models/load/none").statusCode()).isEqualTo(404);
    }

    @Test
    void foundrysOldPathsLoadAndUnload() throws Exception {
        final var status = json("/openai/status").object("value").orElseThrow();
        assertThat(status.strings("Endpoints")).hasValue(List.of(service.uri().toString()));
        assertThat(status.string("ModelDirPath")).hasValue(cache.location().toString());
        assertThat(names("/openai/models")).containsExactly("other:2", "small:0");
        assertThat(ask("GET", "/openai/load/small?ttl=60&ep=cpu&unload=true").statusCode()).isEqualTo(200);
        assertThat(ask("GET", "/openai/load/other:2?ttl=0").statusCode()).isEqualTo(200);
        assertThat(names("/openai/loadedmodels")).containsExactly("other:2", "small:0");
        final var models = json("/stats").object("value").orElseThrow().objects("models").orElseThrow();
        assertThat(models).extracting(model -> model.integer("keep_seconds").orElseThrow()).containsExactly(0,
                60);
        assertThat(ask("GET", "/openai/unload/small?force=true").statusCode()).isEqualTo(200);
        assertThat(names("/openai/loadedmodels")).containsExactly("other:2");
        assertThat(ask("GET", "/openai/unloadall").statusCode()).isEqualTo(200);
        assertThat(names("/openai/loadedmodels")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /openai/getgpudevice", "GET /openai/setgpudevice/1", "POST /openai/register",
            "POST /v1/audio/transcriptions"})
    void whatHasNoMeaningHereSaysSo(final String route) throws Exception {
        final var answer = ask(route.split(" ", 2)[0], route.split(" ", 2)[1]);
        assertThat(answer.statusCode()).isEqualTo(501);
        assertThat(error(answer).string("code")).hasValue("not_supported");
    }

    @Test
    void aModelThatCannotBeLoadedIsNamedByItsIdAndNotByItsPath() throws Exception {
        final var broken = TestCache.of(work.resolve("broken"), "torn");
        Files.writeString(broken.find("torn").directory().resolve("tokenizer.json"), "{");
        restart(broken, OPTIONS);
        final var answer = ask("GET", "/models/load/torn");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
        assertThat(error(answer).string("code")).hasValue("model_broken");
        assertThat(error(answer).string("param")).hasValue("model");
        assertThat(error(answer).string("message").orElseThrow()).doesNotContain(work.toString())
                .contains("torn:0/tokenizer.json", "ingot doctor torn:0");
        assertThatThrownBy(() -> service.load("torn")).isInstanceOf(ModelFormatException.class);
    }

    @ParameterizedTest
    @CsvSource({"/openai/load/small?ttl=x, ttl", "/openai/load/small?ttl=-1, ttl",
            "/openai/load/small?ep=cuda, ep"})
    void wrongParametersAreNamed(final String path, final String parameter) throws Exception {
        final var answer = ask("GET", path);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(error(answer).string("param")).hasValue(parameter);
        assertThat(service.loaded()).isEmpty();
    }

    @Test
    void unknownPathsAndMethodsAreAnswered() throws Exception {
        final var nowhere = ask("GET", "/v1/nowhere");
        assertThat(nowhere.statusCode()).isEqualTo(404);
        assertThat(error(nowhere).string("code")).hasValue("unknown_url");
        final var method = ask("DELETE", "/v1/models");
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.headers().firstValue("allow")).hasValue("GET, HEAD");
        assertThat(error(method).string("code")).hasValue("method_not_allowed");
        assertThat(ask("OPTIONS", "/models/load/small").headers().firstValue("allow"))
                .hasValue("GET, HEAD, POST");
    }

    @Test
    void anotherSitesPageCannotUnloadAModel() throws Exception {
        service.load("small");
        final var image = ask("GET", "/openai/unload/small", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode",
                "no-cors");
        assertThat(image.statusCode()).isEqualTo(403);
        assertThat(error(image).string("code")).hasValue("origin_not_allowed");
        assertThat(ask("POST", "/models/unload/small", "Origin", "http://evil.example").statusCode())
                .isEqualTo(403);
        assertThat(ask("GET", "/openai/unloadall", "User-Agent", "Mozilla/5.0").statusCode()).isEqualTo(403);
        final var preflight = ask("OPTIONS", "/models/unload/small", "Origin", "http://evil.example",
                "Access-Control-Request-Method", "POST");
        assertThat(preflight.statusCode()).isEqualTo(403);
        assertThat(preflight.headers().firstValue("access-control-allow-origin")).isEmpty();
        assertThat(service.loaded()).hasSize(1);
    }

    @Test
    void aNameThatWasMadeToLeadHereIsRefused() throws Exception {
        final var answer = raw("GET /v1/models HTTP/1.1\r\nHost: evil.example:5273\r\n\r\n");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("host_not_allowed");
        assertThat(raw("GET /v1/models HTTP/1.1\r\nHost: localhost:1\r\n\r\n").status()).isEqualTo(200);
    }

    private RawHttp.Answer raw(final String request) throws Exception {
        try (var raw = new RawHttp(new InetSocketAddress(service.uri().getHost(), service.uri().getPort()))) {
            return raw.send(request).answer();
        }
    }

    @Test
    void aUriInTheRequestLineStandsForTheHost() throws Exception {
        assertThat(raw("GET http://localhost/health HTTP/1.1\r\nHost: evil.example\r\n\r\n").status())
                .isEqualTo(200);
        assertThat(raw("GET http://evil.example/health HTTP/1.1\r\nHost: localhost\r\n\r\n").status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"GET, /health, 200", "OPTIONS, /v1/chat/completions, 204", "GET, /v1/models, 200"})
    void whatHasNoBodyWaitsForNone(final String method, final String path, final int status)
            throws Exception {
        assertThat(
                raw(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n")
                        .status())
                .isEqualTo(status);
    }

    @Test
    void theWireSaysWhatWasWrongInAWord() throws Exception {
        final String post = "POST /v1/completions HTTP/1.1";
        final var large = raw(post + "\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n");
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.body()).contains("\"code\":\"request_too_large\"");
        assertThat(raw("GET /a//b HTTP/1.1\r\nHost: localhost\r\n\r\n").body())
                .contains("\"code\":\"bad_request\"");
    }

    @Test
    void withAKeyOnlyThoseWhoKnowItMayAsk() throws Exception {
        restart(OPTIONS.apiKey("s3cret"));
        final var without = ask("GET", "/v1/models");
        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(without.headers().firstValue("www-authenticate")).hasValue("Bearer");
        assertThat(error(without).string("code")).hasValue("invalid_api_key");
        assertThat(ask("GET", "/v1/models", "Authorization", "Bearer s3cre").statusCode()).isEqualTo(401);
        assertThat(ask("GET", "/nowhere").statusCode()).isEqualTo(401);
        assertThat(ask("POST", "/openai/unloadall").statusCode()).isEqualTo(401);
        assertThat(ask("GET", "/health").statusCode()).isEqualTo(200);
        assertThat(ask("GET", "/v1/models", "Authorization", "Bearer s3cret").statusCode()).isEqualTo(200);
        assertThat(OPTIONS.apiKey("s3cret").toString()).doesNotContain("s3cret");
    }

    @Test
    void anAllowedSiteMayReadAnswers() throws Exception {
        restart(OPTIONS.access(new ServiceAccess("127.0.0.1", 0, Optional.empty(), false, Set.of(),
                Set.of("https://app.example"))));
        final var answer = ask("GET", "/v1/models", "Origin", "https://app.example");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("access-control-allow-origin"))
                .hasValue("https://app.example");
        final var preflight = ask("OPTIONS", "/v1/models", "Origin", "https://app.example",
                "Access-Control-Request-Method", "GET");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("access-control-allow-methods")).hasValue("GET, HEAD");
    }

    @Test
    void metricsAreInTheTextFormatOfPrometheus() throws Exception {
        service.load("small");
        ask("GET", "/nowhere");
        final String text = ask("GET", "/metrics").body();
        assertThat(text.lines()).allMatch(line -> line.matches(
                "# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\\{[a-z_]+=\"[^\"]*\"(,[a-z_]+=\"[^\"]*\")*})? [0-9.E-]+"));
        assertThat(text).contains(
                "ingot_http_requests_total{method=\"GET\",path=\"other\",status=\"404\"} 1\n",
                "ingot_stream_stall_seconds_total 0\n", "ingot_streams_cut_off_total 0\n",
                "ingot_constraints_compiled_total 0\n",
                "ingot_model_requests{model=\"small:0\"} 0\n", "ingot_models_loaded 1\n",
                "ingot_model_load_duration_seconds_count{model=\"small:0\"} 1\n",
                "ingot_model_load_duration_seconds_bucket{model=\"small:0\",le=\"+Inf\"} 1\n");
    }

    @Test
    void answersAreNotKeptGuessedAtOrFramed() throws Exception {
        final var headers = ask("GET", "/health").headers();
        assertThat(headers.firstValue("cache-control")).hasValue("no-store");
        assertThat(headers.firstValue("x-content-type-options")).hasValue("nosniff");
        assertThat(headers.firstValue("x-frame-options")).hasValue("DENY");
        assertThat(parse(ask("GET", "/ready").body()).string("status")).hasValue("ready");
    }

    @Test
    void shutdownFromOutsideWorksOnlyWhereItIsAllowed() throws Exception {
        assertThat(ask("POST", "/shutdown").statusCode()).isEqualTo(403);
        restart(OPTIONS.mayBeStopped(true));
        assertThat(ask("POST", "/shutdown", "Origin", "http://evil.example").statusCode()).isEqualTo(403);
        assertThat(ask("POST", "/shutdown").body()).isEqualTo("{\"status\":\"shutting_down\"}");
        service.awaitStop();
    }

    @Test
    void errorsOfStartingAndLoadingAreTyped() throws IOException {
        assertThatThrownBy(() -> service.load("none")).isInstanceOf(RegistryException.class);
        assertThatThrownBy(() -> service.unload("none", false)).isInstanceOf(RegistryException.class);
        assertThatThrownBy(() -> FoundryService.start(cache, OPTIONS.access(new ServiceAccess("0.0.0.0", 0,
                Optional.empty(), false, Set.of(), Set.of())))).isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("key");
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> FoundryService.start(cache, OPTIONS.port(taken.getLocalPort())))
                    .isInstanceOf(InvalidOptionException.class)
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()));
        }
    }
}
