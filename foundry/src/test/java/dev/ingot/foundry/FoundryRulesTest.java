package dev.ingot.foundry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.Registration;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Ingot lists beside the rules of Foundry Local, written twice. */
class FoundryRulesTest {

    private static final int TREES = 150;

    @TempDir
    private Path work;

    private static Map<String, File> listed(final FoundryCache cache) {
        return cache.list().stream().collect(Collectors.toMap(model -> model.id().text(),
                model -> model.directory().toFile(), (a, b) -> b, TreeMap::new));
    }

    @Test
    void aTreeIsListedAsFoundryListsIt() throws IOException {
        int models = 0;
        for (int seed = 0; seed < TREES; seed++) {
            final Path root = work.resolve("tree" + seed);
            new RandomCache(new Random(seed), root).make(0);
            final var expected = FoundryRules.list(root.toFile(), 0);
            assertThat(listed(FoundryCache.open(root))).as("seed " + seed).isEqualTo(expected);
            models += expected.size();
        }
        assertThat(models).isGreaterThan(100);
    }

    @Test
    void aTreeWithLinksAndCyclesHasTheSameModels() throws IOException {
        for (int seed = 0; seed < TREES / 3; seed++) {
            final Path root = work.resolve("linked" + seed);
            final int links = 1 + seed % 3;
            new RandomCache(new Random(-seed), root).make(links);
            final var expected = FoundryRules.list(root.toFile(), links);
            assertThat(listed(FoundryCache.open(root)).keySet()).as("seed " + seed)
                    .isEqualTo(expected.keySet());
        }
    }

    @Test
    void whatIngotRegistersFoundryLists() throws IOException {
        final Path root = work.resolve("cache");
        final var cache = FoundryCache.open(root);
        final var model = TestModels.write(work.resolve("model"));
        cache.register(model, Registration.DEFAULT.name("one"));
        cache.register(model, Registration.DEFAULT.name("two:7"));
        cache.register(TestModels.write(root.resolve("team/deep/three")), Registration.DEFAULT);
        cache.rename("one", "uno");
        cache.move("two:7", "team/other");
        assertThat(FoundryRules.list(root.toFile(), 0)).isEqualTo(Map.of(
                "uno:0", root.resolve("custom/uno").toFile(),
                "two:7", root.resolve("team/other/two-7").toFile(),
                "three:0", root.resolve("team/deep/three").toFile()));
        cache.remove("uno");
        assertThat(FoundryRules.list(root.toFile(), 0).keySet()).containsExactly("three:0", "two:7");
    }
}
