package dev.ingot.foundry.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.foundry.service.guard.Access;
import dev.ingot.foundry.service.wire.RequestHead;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RoutesTest {

    private final Routes routes = new Routes();

    @BeforeEach
    void fill() {
        for (final String route : List.of("GET /", "GET /v1/models", "GET /v1/models/{id}",
                "DELETE /v1/models/{id}", "GET /v1/models/special", "POST /v1/{kind}/{id}")) {
            routes.add(route, Access.USE, call -> {});
        }
    }

    private static RequestHead head(final String method, final String path) {
        return new RequestHead(method, path.equals("/") ? List.of() : List.of(path.substring(1).split("/")),
                Map.of(), true, Map.of());
    }

    @ParameterizedTest
    @CsvSource({"GET, /, /", "HEAD, /, /", "GET, /v1/models, /v1/models",
            "GET, /v1/models/a, /v1/models/{id}",
            "GET, /v1/models/special, /v1/models/special", "DELETE, /v1/models/special, /v1/models/{id}",
            "POST, /v1/models/x, /v1/{kind}/{id}"})
    void theMostExactRouteOfAMethodIsFound(final String method, final String path, final String template) {
        assertThat(routes.find(head(method, path)).orElseThrow().route().template()).isEqualTo(template);
    }

    @Test
    void variablesHaveWhatStandsInTheirPlace() {
        assertThat(routes.find(head("POST", "/v1/things/a:1")).orElseThrow().variables())
                .containsExactly(Map.entry("kind", "things"), Map.entry("id", "a:1"));
    }

    @ParameterizedTest
    @CsvSource({"POST, /", "GET, /v1", "GET, /v2/models", "GET, /v1/models/a/b", "get, /"})
    void othersAreNotFound(final String method, final String path) {
        assertThat(routes.find(head(method, path))).isEmpty();
    }

    @Test
    void whatIsMissingIsThePathOrTheMethod() {
        assertThat(routes.missing(head("GET", "/v2")).status()).isEqualTo(404);
        final var failure = routes.missing(head("PUT", "/v1/models/a"));
        assertThat(failure.status()).isEqualTo(405);
        assertThat(failure.headers()).containsEntry("Allow", "DELETE, GET, HEAD, POST");
    }
}
