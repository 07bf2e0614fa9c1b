package dev.ingot.foundry.service.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.OnnxModel;
import dev.ingot.Registration;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.service.TestCache;
import dev.ingot.foundry.service.http.HttpFailure;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How models are found by their names. */
final class CatalogTest {

    @TempDir
    static Path work;
    private static FoundryCache cache;
    private static OnnxModel model;

    private final AtomicLong now = new AtomicLong();

    @BeforeAll
    static void convert() {
        cache = TestCache.of(work, "first", "second", "Mixed-Case", "versions:1", "versions:12");
        model = cache.find("first").model();
    }

    private static HttpFailure missing(final Catalog catalog, final String name) {
        try {
            throw new AssertionError(catalog.find(name));
        } catch (HttpFailure e) {
            assertThat(e.status()).isEqualTo(404);
            assertThat(e.json().toString()).contains("model_not_found", "param=model");
            return e;
        }
    }

    @ParameterizedTest
    @CsvSource({"first, first:0", "first:0, first:0", "FIRST, first:0", "Mixed-Case, Mixed-Case:0",
            "mixed-case:0, Mixed-Case:0", "versions, versions:12", "Versions:1, versions:1"})
    void aModelIsFoundByNameAndVersionInAnyCase(final String name, final String id) {
        assertThat(new Catalog(cache).find(name).id().text()).isEqualTo(id);
    }

    @Test
    void whatIsNotThereIsToldApartWithNamesThatAreNear() {
        assertThat(missing(new Catalog(cache), "secnod")).hasMessageContaining("did you mean second")
                .message()
                .doesNotContain(cache.location().toString());
        assertThat(missing(new Catalog(FoundryCache.open(work.resolve("empty"))), "first"))
                .hasMessageContaining("the cache is empty");
    }

    @Test
    void aNameOfAnyLengthIsNotSentBackWhole() {
        assertThat(missing(new Catalog(cache), "x".repeat(1 << 20))).message().hasSizeLessThan(500)
                .contains("xxx...\" is not in the cache: there are ", "first");
    }

    @Test
    void modelsThatComeWhileTheServiceRunsAreFoundAtOnce() {
        final var fresh = FoundryCache.open(work.resolve("fresh-cache"));
        final var catalog = new Catalog(fresh, now::get);
        assertThat(catalog.models()).isEmpty();
        fresh.register(model, Registration.DEFAULT.name("late"));
        assertThat(catalog.models()).isEmpty();
        assertThat(catalog.find("late").alias()).isEqualTo("late");
    }

    @Test
    void modelsThatGoWhileTheServiceRunsAreMissedAtOnce() {
        final var fresh = FoundryCache.open(work.resolve("left-cache"));
        fresh.register(model, Registration.DEFAULT.name("left:1"));
        fresh.register(model, Registration.DEFAULT.name("left:2"));
        final var catalog = new Catalog(fresh, now::get);
        assertThat(catalog.find("left").id().text()).isEqualTo("left:2");
        fresh.remove("left:2");
        assertThat(catalog.find("left").id().text()).isEqualTo("left:1");
        fresh.remove("left:1");
        assertThat(missing(catalog, "left")).hasMessageContaining("the cache is empty").message()
                .doesNotContain(fresh.location().toString());
    }

    @Test
    void manyUnknownNamesReadTheDirectoriesOnceASecond() {
        final var fresh = FoundryCache.open(work.resolve("asked-cache"));
        final var catalog = new Catalog(fresh, now::get);
        missing(catalog, "late");
        fresh.register(model, Registration.DEFAULT.name("late"));
        now.addAndGet(Catalog.FRESH_NANOS - 1);
        missing(catalog, "late");
        now.incrementAndGet();
        assertThat(catalog.find("late").alias()).isEqualTo("late");
    }
}
