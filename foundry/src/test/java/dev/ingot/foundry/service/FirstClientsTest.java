package dev.ingot.foundry.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.InferenceModel;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.service.wire.OwnThreads;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the clients of Foundry Local's first service (0.3 to 0.8) in Python, JavaScript, C# and Rust demand of its answers,
 * and the paths they walk: microsoft/Foundry-Local at 075e3ed2, sdk.
 */
@ExtendWith(OwnThreads.class)
final class FirstClientsTest {

    /** Members that all of them take for text; null or absent is an error in Python and Rust, and so for the whole list. */
    private static final Set<String> TEXTS = Set.of("name", "displayName", "modelType", "providerType", "uri",
            "version", "publisher", "task", "alias", "license", "licenseDescription", "parentModelUri",
            "minFLVersion");
    private static final Set<String> OBJECTS = Set.of("promptTemplate", "runtime", "modelSettings");
    private static final Set<String> WHOLE_NUMBERS = Set.of("fileSizeMb", "maxOutputTokens");
    private static final Set<String> BOOLEANS = Set.of("supportsToolCalling");

    @TempDir
    static Path work;
    private static FoundryCache cache;

    private final HttpClient client = HttpClient.newHttpClient();
    private FoundryService service;

    @BeforeAll
    static void convert() throws IOException {
        cache = TestCache.of(work, "bare", "small:1", "small:12", "small:2");
        Files.writeString(cache.find("bare").directory().resolve(InferenceModel.FILE),
                "{\"Name\": \"bare\"}");
        Files.writeString(cache.find("bare").directory().resolve("genai_config.json"), "{}");
    }

    @BeforeEach
    void start() {
        service = FoundryService.start(cache, TestCache.OPTIONS);
    }

    @AfterEach
    void stop() {
        service.close();
        client.close();
    }

    /** As Node.js asks, whose requests look a little like a browser's. */
    private String get(final String path) throws Exception {
        return answer(
                HttpRequest.newBuilder(URI.create(service.uri() + path)).header("Sec-Fetch-Mode", "cors")
                        .header("User-Agent", "node").build());
    }

    private HttpRequest download(final String member, final String id) {
        final var model = Map.of("Name", id, "Uri", "local://small", "ProviderType", "Local");
        return HttpRequest.newBuilder(URI.create(service.uri() + "/openai/download"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers
                        .ofString(JsonFiles.compact(Map.of(member, model, "IgnorePipeReport", true))))
                .build();
    }

    private String answer(final HttpRequest request) throws Exception {
        final var response = client.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private static JsonObject object(final String json) {
        return JsonFiles.parse(Path.of("answer"), json.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> ids(final String path) throws Exception {
        return object("{\"ids\":" + get(path) + "}").strings("ids").orElseThrow();
    }

    private List<JsonObject> catalog() throws Exception {
        return object("{\"list\":" + get("/foundry/list") + "}").objects("list").orElseThrow();
    }

    private static String id(final JsonObject model) {
        return model.string("name").orElseThrow();
    }

    /** By id, and by alias those that come first, as in JavaScript, C# and Rust; Python takes the highest version. */
    private Map<String, String> names() throws Exception {
        final var ids = catalog().stream()
                .collect(Collectors.toMap(FirstClientsTest::id, FirstClientsTest::id));
        catalog().forEach(model -> ids.putIfAbsent(model.string("alias").orElseThrow(), id(model)));
        return ids;
    }

    private static void allAre(final JsonObject model, final Set<String> members,
            final Predicate<Object> right) {
        assertThat(members).allSatisfy(member -> assertThat(model.raw(member)).as(member).isNotNull()
                .matches(right));
    }

    @Test
    void everyModelHasTheMembersThatTheyDemand() throws Exception {
        assertThat(catalog()).hasSize(4).allSatisfy(model -> {
            allAre(model, TEXTS, String.class::isInstance);
            allAre(model, OBJECTS, Map.class::isInstance);
            allAre(model, WHOLE_NUMBERS, value -> Long.parseLong(value.toString()) >= 0);
            allAre(model, BOOLEANS, Boolean.class::isInstance);
            assertThat(model.object("modelSettings").orElseThrow().keys()).containsExactly("parameters");
            final var runtime = model.object("runtime").orElseThrow();
            assertThat(runtime.string("deviceType")).hasValue("CPU");
            assertThat(runtime.string("executionProvider")).hasValue("CPUExecutionProvider");
        });
    }

    @Test
    void theListSaysWhatTheModelsAre() throws Exception {
        final var model = catalog().get(1);
        assertThat(id(model)).isEqualTo("small:12");
        assertThat(model.string("id")).hasValue("small:12");
        assertThat(model.string("version")).hasValue("12");
        assertThat(model.string("alias")).hasValue("small");
        assertThat(model.string("uri")).hasValue("local://small");
        assertThat(model.integer("contextLength")).hasValue(512);
        assertThat(model.integer("maxOutputTokens")).hasValue(512);
        assertThat(model.object("promptTemplate").orElseThrow().keys()).contains("prompt", "assistant");
    }

    @Test
    void anAliasMeansTheHighestVersion() throws Exception {
        assertThat(names()).containsEntry("small", "small:12").containsEntry("bare", "bare:0");
    }

    @Test
    void aModelIsLoadedAndUnloadedByWhatTheListCallsIt() throws Exception {
        final String id = names().getOrDefault("small", "none");
        assertThat(ids("/openai/models")).isSubsetOf(names().keySet()).contains(id);
        assertThat(ids("/openai/loadedmodels")).isEmpty();
        get("/openai/load/" + id + "?ttl=600");
        assertThat(ids("/openai/loadedmodels")).isSubsetOf(names().keySet()).containsExactly(id);
        assertThat(catalog()).filteredOn(model -> Boolean.TRUE.equals(model.raw("loaded")))
                .extracting(FirstClientsTest::id).containsExactly(id);
        get("/openai/unload/" + id + "?force=False");
        assertThat(ids("/openai/loadedmodels")).isEmpty();
    }

    @Test
    void whereTheCacheIsCanBeReadByAnyOfThem() throws Exception {
        final String path = cache.location().toString();
        assertThat(object(get("/openai/status")).string("modelDirPath")).hasValue(path);
        assertThat(object(get("/openai/status")).string("ModelDirPath")).hasValue(path);
        assertThat(object(get("/foundry/cache")).string("location")).hasValue(path);
    }

    @Test
    void whatIsHereIsDownloadedAndTheNewest() throws Exception {
        for (final String member : List.of("model", "Model")) {
            final var answer = object(answer(download(member, "small:12")));
            assertThat(answer.raw("success")).isEqualTo(true);
            assertThat(answer.keys()).contains("errorMessage");
        }
        final var elsewhere = client.send(download("model", "phi:1"), BodyHandlers.ofString());
        assertThat(elsewhere.statusCode()).isEqualTo(501);
        assertThat(elsewhere.body()).contains("not_supported", "ingot convert");
        assertThat(object(get("/openai/upgradeable/small:12")).raw("upgradeable")).isEqualTo(false);
    }
}
