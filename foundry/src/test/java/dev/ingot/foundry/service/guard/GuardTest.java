package dev.ingot.foundry.service.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.foundry.service.wire.RequestHead;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GuardTest {

    private static final Guard LOCAL = new Guard(Set.of("box.example"), true, Set.of(), Optional.empty());
    private static final Guard PUBLIC = new Guard(Set.of("box.example"), false, Set.of(), Optional.empty());
    private static final Guard SHARED = new Guard(Set.of(), true, Set.of("https://app.example"),
            Optional.empty());

    private static RequestHead head(final String... headers) {
        final Map<String, List<String>> map = new HashMap<>(Map.of("host", List.of("localhost:5273")));
        for (int i = 0; i < headers.length; i += 2) {
            map.put(headers[i], List.of(headers[i + 1]));
        }
        return new RequestHead("GET", List.of(), Map.of(), true, map);
    }

    private static void assertRefused(final int status, final ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(HttpFailure.class,
                failure -> assertThat(failure.status()).isEqualTo(status));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:5273", "127.0.0.1", "127.8.9.255:1", "[::1]",
            "[::1]:5273",
            "box.example", "Box.Example:80"})
    void ownNamesAreRight(final String host) {
        assertThatCode(() -> LOCAL.checkHost(head("host", host))).doesNotThrowAnyException();
        assertThatCode(() -> PUBLIC.checkHost(head("host", host))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "localhost.evil.example", "localhost:80:80",
            "127.0.0.1.evil.example",
            "127.0.0.256", "0.0.0.0", "[::]", "", "a@localhost", "localhost/", "1", "2130706433", "0x7f.1",
            "[::1", "box.example."})
    void otherNamesAreRefused(final String host) {
        assertRefused(403, () -> LOCAL.checkHost(head("host", host)));
        assertRefused(403, () -> PUBLIC.checkHost(head("host", host)));
    }

    @Test
    void addressesAreRightWhereOtherMachinesAreServed() {
        assertThatCode(() -> PUBLIC.checkHost(head("host", "192.168.1.7:5273"))).doesNotThrowAnyException();
        assertRefused(403, () -> LOCAL.checkHost(head("host", "192.168.1.7:5273")));
    }

    @ParameterizedTest
    @CsvSource({"origin, https://evil.example", "origin, http://localhost:3000", "origin, 'null'",
            "origin, http://localhost:5273.evil.example", "origin, http://127.0.0.1:5273",
            "sec-fetch-site, cross-site", "sec-fetch-site, same-site", "sec-fetch-site, anything"})
    void pagesOfOtherSitesAreRefused(final String header, final String value) {
        for (final Access access : Access.values()) {
            assertRefused(403, () -> LOCAL.check(head(header, value), access));
        }
    }

    @ParameterizedTest
    @CsvSource({"origin, http://localhost:5273", "sec-fetch-site, same-origin", "sec-fetch-site, none",
            "user-agent, curl/8", "referer, http://localhost:5273/page"})
    void ownPagesAndOtherProgramsMayAsk(final String header, final String value) {
        for (final Access access : Access.values()) {
            assertThatCode(() -> LOCAL.check(head(header, value), access)).doesNotThrowAnyException();
        }
    }

    @Test
    void aLinkMayLeadToAPageAndToNothingElse() {
        final var link = head("sec-fetch-site", "cross-site", "sec-fetch-mode", "navigate");
        assertThatCode(() -> LOCAL.check(link, Access.PAGE)).doesNotThrowAnyException();
        assertRefused(403, () -> LOCAL.check(link, Access.USE));
        assertRefused(403, () -> LOCAL.check(link, Access.CHANGE));
    }

    @Test
    void anImageOfABrowserThatSaysNothingOfSitesChangesNothing() {
        assertRefused(403, () -> LOCAL.check(head("user-agent", "Mozilla/5.0"), Access.CHANGE));
        assertRefused(403,
                () -> LOCAL.check(head("referer", "http://evil.example/page"), Access.CHANGE));
        assertThatCode(() -> LOCAL.check(head("user-agent", "Mozilla/5.0"), Access.USE))
                .doesNotThrowAnyException();
    }

    @Test
    void anAllowedSiteMayAskAndReadAndOthersMayNot() {
        final var allowed = head("origin", "https://app.example", "sec-fetch-site", "cross-site");
        assertThatCode(() -> SHARED.check(allowed, Access.USE)).doesNotThrowAnyException();
        assertThat(SHARED.sharing(allowed))
                .containsEntry("Access-Control-Allow-Origin", "https://app.example")
                .containsEntry("Vary", "Origin");
        assertThat(SHARED.sharing(head("origin", "http://localhost:5273"))).isEmpty();
        assertRefused(403, () -> SHARED.check(head("origin", "https://app.example.evil"), Access.USE));
        assertRefused(403, () -> SHARED.check(head("sec-fetch-site", "cross-site"), Access.USE));
    }

    @Test
    void browsersAreToldBeforehandWhatTheyMayDo() {
        final String ask = "access-control-request-method";
        assertThat(SHARED.preflight(head("origin", "https://app.example", ask, "POST"), "POST"))
                .containsEntry("Access-Control-Allow-Methods", "POST")
                .containsEntry("Access-Control-Allow-Origin", "https://app.example");
        assertRefused(403,
                () -> SHARED.preflight(head("origin", "https://evil.example", ask, "POST"), "POST"));
        assertThat(SHARED.preflight(head(), "GET, HEAD")).containsExactly(Map.entry("Allow", "GET, HEAD"));
    }

    @ParameterizedTest
    @CsvSource({"authorization, Bearer secret", "authorization, bearer  secret", "api-key, secret",
            "x-api-key, secret"})
    void theKeyOpens(final String header, final String value) {
        final var guard = new Guard(Set.of(), true, Set.of(), Optional.of("secret"));
        assertThatCode(() -> guard.check(head(header, value), Access.USE)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"authorization, Bearer secre", "authorization, Bearer secrets", "authorization, Basic secret",
            "authorization, Bearer", "api-key, ''", "other, secret"})
    void anotherKeyDoesNot(final String header, final String value) {
        final var guard = new Guard(Set.of(), true, Set.of(), Optional.of("secret"));
        assertRefused(401, () -> guard.check(head(header, value), Access.USE));
        assertRefused(401, () -> guard.check(head(header, value), Access.CHANGE));
        assertThatCode(() -> guard.check(head(header, value), Access.OPEN)).doesNotThrowAnyException();
        assertThatCode(() -> guard.check(head(header, value), Access.PAGE)).doesNotThrowAnyException();
    }
}
