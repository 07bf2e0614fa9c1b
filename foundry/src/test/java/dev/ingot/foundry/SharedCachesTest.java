package dev.ingot.foundry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.Registration;
import dev.ingot.error.RegistryException;
import dev.ingot.foundry.CachedModel.Origin;
import dev.ingot.foundry.doctor.Doctor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Caches behind a cache. */
class SharedCachesTest {

    @TempDir
    private Path work;

    private FoundryCache cache = FoundryCache.open(Path.of(""));

    @BeforeEach
    void open() throws IOException {
        final var model = TestModels.write(work.resolve("m"));
        for (final String entry : List.of("own/a:1", "own/b", "first/a:1", "first/a:5", "first/c", "second/c",
                "second/d")) {
            final String[] parts = entry.split("/", -1);
            FoundryCache.open(work.resolve(parts[0])).register(model, Registration.DEFAULT.name(parts[1]));
        }
        cache = FoundryCache.open(work.resolve("own"))
                .shared(List.of(work.resolve("first"), work.resolve("second"), work.resolve("none")));
    }

    @Test
    void areListedBehindItsOwnModels() {
        assertThat(cache.list()).extracting(
                model -> model.id() + " " + work.relativize(model.directory()) + " " + model.origin())
                .containsExactly("a:1 own/custom/a-1 CACHE", "a:5 first/custom/a-5 SHARED",
                        "b:0 own/custom/b CACHE", "c:0 first/custom/c SHARED", "d:0 second/custom/d SHARED");
    }

    @Test
    void anAliasMeansTheFirstCacheThatHasIt() {
        assertThat(cache.find("a").id().text()).isEqualTo("a:1");
        assertThat(cache.find("a:5").origin()).isEqualTo(Origin.SHARED);
        assertThat(cache.find("d").directory()).isEqualTo(work.resolve("second/custom/d"));
    }

    @Test
    void areNeverWrittenTo() throws IOException {
        final var first = Snapshot.of(work.resolve("first"));
        final var second = Snapshot.of(work.resolve("second"));
        for (final String name : List.of("a:5", "c", "d")) {
            assertThatThrownBy(() -> cache.remove(name)).isInstanceOf(RegistryException.class)
                    .hasMessageContaining("shared cache");
            assertThatThrownBy(() -> cache.rename(name, "x")).isInstanceOf(RegistryException.class);
            assertThatThrownBy(() -> cache.move(name, "x")).isInstanceOf(RegistryException.class);
            assertThatThrownBy(() -> cache.renewChecksums(name)).isInstanceOf(RegistryException.class);
            assertThat(cache.find(name).verify().passed()).isTrue();
            cache.find(name).export(work.resolve(name.replace(':', '-') + ".tar"), false);
        }
        assertThat(Doctor.of(cache).listing().findings()).isEmpty();
        cache.register(TestModels.write(work.resolve("m")), Registration.DEFAULT.name("c"));
        assertThat(cache.find("c").origin()).isEqualTo(Origin.CACHE);
        cache.remove("c");
        assertThat(cache.find("c").origin()).isEqualTo(Origin.SHARED);
        assertThat(Snapshot.of(work.resolve("first"))).isEqualTo(first);
        assertThat(Snapshot.of(work.resolve("second"))).isEqualTo(second);
    }
}
