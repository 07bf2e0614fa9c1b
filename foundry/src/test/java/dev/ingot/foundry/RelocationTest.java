package dev.ingot.foundry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.Registration;
import dev.ingot.error.RegistryException;
import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Renaming and moving. */
class RelocationTest {

    @TempDir
    private Path work;

    private Path root = Path.of("");
    private FoundryCache cache = FoundryCache.open(root);

    @BeforeEach
    void open() throws IOException {
        root = work.resolve("cache");
        cache = FoundryCache.open(root);
        TestModels.write(work.resolve("m"), 2 << 20).register(cache, Registration.DEFAULT.name("m:3"));
    }

    @Test
    void aRenamedModelKeepsEverythingElse() throws IOException {
        final Path file = root.resolve("custom/m-3/inference_model.json");
        final var before = JsonFiles.read(file).asMap();
        Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{\"Other\": [1],"));
        final var renamed = cache.rename("m", "lights");
        assertThat(renamed.id().text()).isEqualTo("lights:3");
        assertThat(renamed.directory()).isEqualTo(root.resolve("custom/lights-3"));
        assertThat(cache.list()).containsExactly(renamed);
        final var after = JsonFiles.read(renamed.directory().resolve("inference_model.json"));
        assertThat(after.asMap()).containsEntry("Name", "lights:3").containsEntry("Other", List.of(1))
                .containsEntry("PromptTemplate", before.get("PromptTemplate"));
        assertThat(renamed.verify().passed()).isTrue();
        assertThat(cache.rename("lights:3", "lights:4").id().text()).isEqualTo("lights:4");
    }

    @Test
    void aDirectoryWithANameOfItsOwnKeepsIt() throws IOException {
        TestModels.write(root.resolve("team/x")).register(cache, Registration.DEFAULT.name("n"));
        assertThat(cache.rename("n", "o").directory()).isEqualTo(root.resolve("team/x"));
        TestModels.put(root, "custom/taken-3/notes.txt", "mine");
        assertThat(cache.rename("m", "taken").directory()).isEqualTo(root.resolve("custom/m-3"));
        assertThat(cache.find("taken:3").directory()).isEqualTo(root.resolve("custom/m-3"));
    }

    @Test
    void namesThatAreTakenOrNotAllowedAreRefused() throws IOException {
        TestModels.write(work.resolve("n")).register(cache, Registration.DEFAULT.name("n:3"));
        for (final String name : new String[]{"n", "n:3", "N", "a b", "", "x-gpu", "../x"}) {
            assertThatThrownBy(() -> cache.rename("m", name)).as(name).isInstanceOf(RegistryException.class);
        }
        assertThatThrownBy(() -> cache.rename("none", "x")).isInstanceOf(RegistryException.class);
        assertThat(cache.list()).extracting(model -> model.id().text()).containsExactly("m:3", "n:3");
        assertThat(cache.rename("m", "m:3").id().text()).isEqualTo("m:3");
    }

    @Test
    void aNameThatTwoDirectoriesDeclareIsNotRenamed() throws IOException {
        TestModels.write(root.resolve("team/x"));
        TestModels.put(root, "team/x/inference_model.json", "{\"Name\": \"m:3\"}");
        assertThatThrownBy(() -> cache.rename("m", "o")).isInstanceOf(RegistryException.class)
                .hasMessageContaining("is declared by").hasMessageContaining("custom");
    }

    @Test
    void aModelMovesWithinTheCache() throws IOException {
        final var moved = cache.move("m", "team/house");
        assertThat(moved.directory()).isEqualTo(root.resolve("team/house/m-3"));
        assertThat(cache.list()).containsExactly(moved);
        assertThat(TestModels.names(root.resolve("custom"))).isEmpty();
        assertThat(cache.move("m", "team/house")).isEqualTo(moved);
        TestModels.put(root, "custom/m-3/notes.txt", "mine");
        assertThatThrownBy(() -> cache.move("m", "custom")).isInstanceOf(RegistryException.class)
                .hasMessageContaining("exists");
        assertThatThrownBy(() -> cache.move("m", "team/house/m-3")).isInstanceOf(RegistryException.class)
                .hasMessageContaining("inside the model");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../x", "/tmp", "a//b", "a/", ".", "a:b", " a", "a.", "con"})
    void groupsThatLeadElsewhereAreRefused(final String group) {
        assertThatThrownBy(() -> cache.move("m", group)).isInstanceOf(RegistryException.class)
                .hasMessageContaining("group");
        assertThat(cache.find("m").directory()).isEqualTo(root.resolve("custom/m-3"));
    }

    @Test
    void aModelMovesToAnotherCache() throws IOException {
        final var other = FoundryCache.open(work.resolve("other"));
        final Object inode = Files.getAttribute(root.resolve("custom/m-3/model.onnx.data"), "unix:ino");
        final var moved = cache.move("m", other);
        assertThat(cache.list()).isEmpty();
        assertThat(TestModels.names(root.resolve("custom"))).isEmpty();
        assertThat(other.list()).containsExactly(moved);
        assertThat(moved.verify().passed()).isTrue();
        assertThat(Files.getAttribute(moved.directory().resolve("model.onnx.data"), "unix:ino"))
                .isEqualTo(inode);
        assertThatThrownBy(() -> other.move("m", FoundryCache.open(work.resolve("other"))))
                .isInstanceOf(RegistryException.class);
    }

    @Test
    void aModelThatWasChangedDoesNotMove() throws IOException {
        Files.writeString(root.resolve("custom/m-3/tokenizer.json"), "[]");
        final var other = FoundryCache.open(work.resolve("other"));
        assertThatThrownBy(() -> cache.move("m", other)).isInstanceOf(RegistryException.class)
                .hasMessageContaining("tokenizer.json");
        assertThat(cache.list()).hasSize(1);
        assertThat(other.list()).isEmpty();
    }

    @Test
    void modelsThatCrossEachOtherDoNotWaitForEver() throws IOException, InterruptedException {
        final var other = FoundryCache.open(work.resolve("other"));
        TestModels.write(work.resolve("n")).register(other);
        final var threads = new ArrayList<Thread>();
        for (int i = 0; i < 2; i++) {
            final var from = i == 0 ? cache : other;
            final var to = i == 0 ? other : cache;
            final var thread = new Thread(() -> from.move(from == cache ? "m" : "n", to));
            threads.add(thread);
            thread.start();
        }
        for (final Thread thread : threads) {
            thread.join();
        }
        assertThat(cache.list()).extracting(CachedModel::alias).containsExactly("n");
        assertThat(other.list()).extracting(CachedModel::alias).containsExactly("m");
    }

    @Test
    void whatIsLinkedIntoTheCacheIsNotChanged() throws IOException {
        final Path outside = work.resolve("outside");
        TestModels.write(outside.resolve("deep/n"));
        TestModels.put(outside, "deep/n/inference_model.json", "{\"Name\": \"n\"}");
        Files.createSymbolicLink(root.resolve("linked"), outside);
        Files.createSymbolicLink(root.resolve("direct"), TestModels.write(work.resolve("d")).directory());
        TestModels.put(work, "d/inference_model.json", "{\"Name\": \"d\"}");
        final var before = Snapshot.of(outside);
        for (final String name : new String[]{"n", "d"}) {
            assertThatThrownBy(() -> cache.rename(name, "x")).as(name).isInstanceOf(RegistryException.class);
            assertThatThrownBy(() -> cache.move(name, "team")).as(name).isInstanceOf(RegistryException.class);
        }
        assertThatThrownBy(() -> cache.remove("n")).isInstanceOf(RegistryException.class)
                .hasMessageContaining("linked into the cache");
        assertThat(Snapshot.of(outside)).isEqualTo(before);
        cache.remove("d");
        assertThat(work.resolve("d/model.onnx")).exists();
    }

    @Test
    void aNamesakeThatIsLinkedIntoTheCacheDoesNotGiveWay() throws IOException {
        final Path outside = work.resolve("outside");
        TestModels.write(outside.resolve("deep/n"));
        TestModels.put(outside, "deep/n/inference_model.json", "{\"Name\": \"m:3\"}");
        TestModels.put(outside, ".x.ingot-new-999999999-1700000000000-1/download.tmp",
                "ingot 999999999-1700000000000");
        Files.createSymbolicLink(root.resolve("linked"), outside);
        final var before = Snapshot.of(outside);
        assertThatThrownBy(() -> cache.remove("m:3")).isInstanceOf(RegistryException.class)
                .hasMessageContaining("linked into the cache");
        final var another = TestModels.write(work.resolve("another"));
        assertThatThrownBy(() -> another.register(cache, Registration.DEFAULT.name("m:3").replacing()))
                .isInstanceOf(RegistryException.class).hasMessageContaining("linked into the cache");
        assertThat(Snapshot.of(outside)).isEqualTo(before);
        assertThat(root.resolve("custom/m-3/model.onnx")).exists();
    }

    @Test
    void aModelThatHoldsAnotherStays() throws IOException {
        TestModels.write(root.resolve("custom/m-3/inner"));
        TestModels.put(root, "custom/m-3/inner/inference_model.json", "{\"Name\": \"inner\"}");
        assertThatThrownBy(() -> cache.remove("m")).isInstanceOf(RegistryException.class)
                .hasMessageContaining("inner");
        assertThat(root.resolve("custom/m-3/model.onnx")).exists();
    }
}
