package dev.ingot.foundry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.OnnxModel;
import dev.ingot.Registration;
import dev.ingot.error.RegistryException;
import dev.ingot.foundry.doctor.Doctor;
import dev.ingot.io.Checksums;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other processes see and leave behind: none of it may be half a model. */
class CacheCrashTest {

    private static final int ROUNDS = 3;
    /** Microseconds until the kill, about as long as a turn takes. */
    private static final int LONGEST = 250_000;
    private static final int FILES = 7;
    private static final int WEIGHTS = 2 << 20;
    /** A process that is no more: the number is taken, but by one that started at another moment. */
    private static final String DEAD = ProcessHandle.current().pid() + "-1";

    @TempDir
    private Path work;

    /** Registers, replaces and removes over and over; arguments: cache, model, name, number of turns. */
    static final class Child {

        private Child() {}

        public static void main(final String... args) {
            final var cache = FoundryCache.open(Path.of(args[0]));
            final var model = OnnxModel.open(Path.of(args[1]));
            final var registration = Registration.DEFAULT.name(args[2]).replacing();
            for (int i = 0; i < Integer.parseInt(args[3]); i++) {
                cache.register(model, registration);
                cache.register(model, registration);
                cache.remove(args[2]);
            }
        }
    }

    /** Does everything that changes a cache; arguments: cache, model, archive. */
    static final class Changes {

        private Changes() {}

        public static void main(final String... args) {
            final var cache = FoundryCache.open(Path.of(args[0]));
            final var model = OnnxModel.open(Path.of(args[1]));
            final Path archive = Path.of(args[2]);
            while (true) {
                cache.list().forEach(left -> cache.remove(left.id().text()));
                cache.register(model, Registration.DEFAULT.name("m").replacing());
                cache.importModel(archive, ImportOptions.DEFAULT.name("n").replacing());
                cache.register(model, Registration.DEFAULT.name("m").replacing());
                cache.rename("n", "o");
                cache.importModel(archive, ImportOptions.DEFAULT.name("o").replacing());
                cache.move("m", "team");
                cache.remove("o");
                cache.remove("m");
                System.out.println("turn"); // the first takes much longer than the others
            }
        }
    }

    private static Process start(final Path root, final Path model, final String name, final int turns)
            throws IOException {
        return JavaProcess.start(List.of(), Child.class, root.toString(), model.toString(), name,
                Integer.toString(turns));
    }

    @Test
    void aKilledProcessLeavesWholeModelsOnly() throws IOException, InterruptedException {
        killAndLook(ROUNDS);
    }

    /** The same, 200 times. */
    @Test
    @Tag("soak")
    void twoHundredKilledProcessesLeaveWholeModelsOnly() throws IOException, InterruptedException {
        killAndLook(200);
    }

    private void killAndLook(final int rounds) throws IOException, InterruptedException {
        final Path root = work.resolve("cache");
        final var model = TestModels.write(work.resolve("model"), WEIGHTS);
        final var other = FoundryCache.open(work.resolve("other"));
        other.register(model, Registration.DEFAULT.name("n"));
        final Path archive = work.resolve("n.tar");
        other.find("n").export(archive, false);
        final var seen = new TreeMap<String, Integer>();
        final var random = new Random(42);
        for (int round = 0; round < rounds; round++) {
            final var child = JavaProcess.start(List.of(), Changes.class, root.toString(),
                    model.directory().toString(), archive.toString());
            try (var lines = child.inputReader()) {
                assertThat(lines.readLine()).isEqualTo("turn");
                TimeUnit.MICROSECONDS.sleep(random.nextInt(LONGEST));
                assertThat(child.isAlive()).isTrue();
            } finally {
                child.destroyForcibly().waitFor();
            }
            seen.merge(assertOnlyWhole(root), 1, Integer::sum);
        }
        System.out.println("models after kill -9, in " + rounds + " rounds: " + seen);
        final var cache = FoundryCache.open(root);
        cache.register(model, Registration.DEFAULT.name("last"));
        for (final String name : cache.list().stream().map(CachedModel::alias).toList()) {
            cache.remove(name);
        }
        assertOnlyWhole(root);
        assertThat(Checksums.names(root)).containsExactly(".ingot.lock");
        assertThat(Doctor.of(cache).listing().findings()).isEmpty();
    }

    /** By the rules of the other side, and by ours; returns the names that are listed. */
    private static String assertOnlyWhole(final Path root) throws IOException {
        final var listed = FoundryRules.list(root.toFile(), 0);
        assertThat(FoundryCache.open(root).list()).extracting(model -> model.id().text())
                .containsExactlyElementsOf(listed.keySet());
        for (final var entry : listed.entrySet()) {
            final Path directory = entry.getValue().toPath();
            // A file that was to take another one's place may be left; its name begins with a dot.
            assertThat(TestModels.names(directory)).as(entry.toString())
                    .filteredOn(name -> !name.startsWith(".")).hasSize(FILES);
            assertThat(directory.resolve("model.onnx.data")).hasSize(WEIGHTS);
            assertThat(Verification.of(directory).passed()).as(entry.toString()).isTrue();
        }
        return String.join(" ", listed.keySet());
    }

    @Test
    void processesAndThreadsTakeTurns() throws IOException, InterruptedException {
        final Path root = work.resolve("cache");
        final var model = TestModels.write(work.resolve("model"), WEIGHTS);
        final var children = List.of(start(root, model.directory(), "one", 2),
                start(root, model.directory(), "two", 2),
                start(root, model.directory(), "two", 0));
        final var failures = new ArrayList<Throwable>();
        final var threads = new ArrayList<Thread>();
        for (int i = 0; i < 3; i++) {
            final String name = "thread-" + i;
            final var thread = new Thread(
                    () -> Child.main(root.toString(), model.directory().toString(), name, "2"));
            thread.setUncaughtExceptionHandler((ignored, failure) -> {
                synchronized (failures) {
                    failures.add(failure);
                }
            });
            threads.add(thread);
            thread.start();
        }
        while (children.stream().anyMatch(Process::isAlive)) {
            assertOnlyWholeIfThere(FoundryCache.open(root));
        }
        for (final Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        for (final Process child : children) {
            assertThat(child.waitFor()).isZero();
        }
        assertThat(FoundryCache.open(root).list()).isEmpty();
        assertThat(TestModels.names(root.resolve("custom"))).isEmpty();
    }

    /** While others work, a listed model may be gone a moment later; what is still unmarked afterwards was whole. */
    private static void assertOnlyWholeIfThere(final FoundryCache cache) {
        for (final CachedModel model : cache.scan()) {
            final boolean weights = Files.exists(model.directory().resolve("model.onnx.data"));
            final boolean listed = CacheScan.isModel(model.directory());
            assertThat(weights || !listed).as(model.toString()).isTrue();
        }
    }

    @Test
    void ofTwoRegistrationsOfOneNameOneWins() throws InterruptedException, IOException {
        final var cache = FoundryCache.open(work.resolve("cache"));
        final var model = TestModels.write(work.resolve("model"));
        final var refused = new ArrayList<String>();
        final var threads = new ArrayList<Thread>();
        for (int i = 0; i < 4; i++) {
            final var thread = new Thread(() -> {
                try {
                    cache.register(model, Registration.DEFAULT);
                } catch (RegistryException e) {
                    synchronized (refused) {
                        refused.add(String.valueOf(e.getMessage()));
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (final Thread thread : threads) {
            thread.join();
        }
        assertThat(refused).hasSize(3).allSatisfy(text -> assertThat(text).contains("already registered"));
        assertThat(cache.list()).hasSize(1);
    }

    @Test
    void everyStateBetweenTwoStepsIsInvisibleOrWholeAndCleared() throws IOException {
        final Path root = work.resolve("cache");
        final var cache = FoundryCache.open(root);
        final var source = TestModels.write(work.resolve("fresh"));
        // A copy under way.
        TestModels.put(root, "custom/.a.ingot-new-" + DEAD + "-1/download.tmp", "ingot " + DEAD);
        TestModels.put(root, "custom/.a.ingot-new-" + DEAD + "-1/genai_config.json", "{}");
        // Renamed, not yet unmarked.
        mark(TestModels.write(root.resolve("custom/b")).directory(), "b");
        // A removal under way.
        mark(root.resolve("team/c"), "c");
        // Replaced: the old one set aside, the new one not yet in its place.
        final Path old = TestModels.write(root.resolve("custom/.d.ingot-old-" + DEAD + "-2")).directory();
        TestModels.put(old, "inference_model.json", "{\"Name\": \"d\"}");
        assertThat(cache.list()).extracting(CachedModel::alias).containsExactly("d");

        source.register(cache);

        assertThat(cache.list()).extracting(CachedModel::alias).containsExactly("d", "fresh");
        assertThat(cache.find("d").directory()).isEqualTo(root.resolve("custom/d"));
        assertThat(TestModels.names(root.resolve("custom"))).containsExactly("d", "fresh");
        assertThat(TestModels.names(root.resolve("team"))).isEmpty();
    }

    private static void mark(final Path directory, final String name) throws IOException {
        TestModels.put(directory, "genai_config.json", "{}");
        TestModels.put(directory, "inference_model.json", "{\"Name\": \"" + name + "\"}");
        TestModels.put(directory, "download.tmp", "ingot " + DEAD);
    }

    @Test
    void downloadsOfOthersAreNotCleared() throws IOException {
        final Path root = work.resolve("cache");
        TestModels.put(root, "Microsoft/phi-1/download.tmp", "");
        TestModels.put(root, "Microsoft/phi-1/genai_config.json", "{}");
        TestModels.write(work.resolve("m")).register(FoundryCache.open(root));
        assertThat(TestModels.names(root.resolve("Microsoft/phi-1"))).containsExactly("download.tmp",
                "genai_config.json");
    }
}
