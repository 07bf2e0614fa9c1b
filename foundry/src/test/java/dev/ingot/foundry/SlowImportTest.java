package dev.ingot.foundry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.Registration;
import dev.ingot.error.IngotException;
import dev.ingot.error.RegistryException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens in a cache while a model is half read from an archive. */
class SlowImportTest {

    private static final int LARGE = 300_000;

    @TempDir
    private Path work;

    private FoundryCache cache = FoundryCache.open(Path.of(""));
    private byte[] archive = {};

    @BeforeEach
    void open() throws IOException {
        cache = FoundryCache.open(work.resolve("cache"), work.resolve("home"));
        archive = archive("source", LARGE);
        TestModels.write(work.resolve("lamp"), 10).register(cache, Registration.DEFAULT.name("lamp"));
    }

    private byte[] archive(final String name, final int size) throws IOException {
        final var source = FoundryCache.open(work.resolve(name), work.resolve("home"));
        TestModels.write(work.resolve(name + "-model"), size).register(source,
                Registration.DEFAULT.name("lights"));
        final var bytes = new ByteArrayOutputStream();
        source.find("lights").export(bytes);
        return bytes.toByteArray();
    }

    /** Gives the archive, and between its halves lets something else happen. */
    private InputStream halves(final Runnable between) {
        final int half = archive.length / 2;
        final var rest = new ByteArrayInputStream(archive, half, archive.length - half) {

            private boolean begun;

            @Override
            public synchronized int read(final byte[] buffer, final int offset, final int length) {
                if (!begun) {
                    begun = true;
                    between.run();
                }
                return super.read(buffer, offset, length);
            }
        };
        return new SequenceInputStream(new ByteArrayInputStream(archive, 0, half), rest);
    }

    private void assertWhole(final int size) throws IOException {
        final var model = cache.find("lights");
        assertThat(model.verify().passed()).isTrue();
        assertThat(model.directory().resolve("model.onnx.data")).hasSize(size);
        assertThat(TestModels.names(work.resolve("cache/custom"))).allMatch(name -> !name.startsWith("."));
    }

    @Test
    void everyChangeIsPossibleMeanwhile() throws IOException {
        cache.importModel(halves(() -> {
            cache.rename("lamp", "lamp-2");
            cache.move("lamp-2", "team");
            cache.remove("lamp-2");
            assertThat(cache.list()).isEmpty();
        }), ImportOptions.DEFAULT);
        assertThat(cache.list()).hasSize(1);
        assertWhole(LARGE);
    }

    @Test
    void whoIsWholeFirstHasTheName() throws IOException {
        final var other = new ByteArrayInputStream(archive("other", 77));
        assertThatThrownBy(
                () -> cache.importModel(halves(() -> cache.importModel(other, ImportOptions.DEFAULT)),
                        ImportOptions.DEFAULT))
                .isInstanceOf(RegistryException.class).hasMessageContaining("already registered");
        assertWhole(77);
    }

    @Test
    void whoMayReplaceReplacesWhatCameMeanwhile() throws IOException {
        final var other = new ByteArrayInputStream(archive("other", 77));
        cache.importModel(halves(() -> cache.importModel(other, ImportOptions.DEFAULT)),
                ImportOptions.DEFAULT.replacing());
        assertWhole(LARGE);
    }

    @Test
    void whatWasToBeReplacedMayGoMeanwhile() throws IOException {
        cache.importModel(new ByteArrayInputStream(archive("other", 77)), ImportOptions.DEFAULT);
        cache.importModel(halves(() -> cache.remove("lights")), ImportOptions.DEFAULT.replacing());
        assertWhole(LARGE);
    }

    @Test
    void whatSomebodyElsePutThereMeanwhileStays() throws IOException {
        final Path theirs = work.resolve("cache/custom/lights/notes");
        assertThatThrownBy(
                () -> cache.importModel(halves(() -> assertThat(theirs.toFile().mkdirs()).isTrue()),
                        ImportOptions.DEFAULT.replacing()))
                .isInstanceOf(RegistryException.class);
        assertThat(theirs).isDirectory();
        assertThat(TestModels.names(work.resolve("cache/custom"))).containsExactlyInAnyOrder("lamp",
                "lights");
    }

    @Test
    void aTornOneLeavesTheOthersAlone() throws IOException {
        final var torn = new ByteArrayInputStream(Arrays.copyOf(archive, archive.length * 3 / 4));
        cache.importModel(halves(() -> assertThatThrownBy(
                () -> cache.importModel(torn, ImportOptions.DEFAULT)).isInstanceOf(IngotException.class)),
                ImportOptions.DEFAULT);
        assertWhole(LARGE);
    }

    @Test
    void manyAtOnceLeaveOneWholeModel() throws IOException, InterruptedException, ExecutionException {
        final byte[] torn = Arrays.copyOf(archive, archive.length - 3000);
        try (var threads = Executors.newFixedThreadPool(4)) {
            final List<Future<Integer>> runs = Stream.<Callable<Integer>>generate(() -> () -> {
                for (int i = 0; i < 8; i++) {
                    cache.importModel(new ByteArrayInputStream(archive), ImportOptions.DEFAULT.replacing());
                    assertThatThrownBy(() -> cache.importModel(new ByteArrayInputStream(torn),
                            ImportOptions.DEFAULT.replacing())).isInstanceOf(IngotException.class)
                            .hasMessageContaining("the archive");
                }
                return 8;
            }).limit(4).map(threads::submit).toList();
            for (final var run : runs) {
                assertThat(run.get()).isEqualTo(8);
            }
        }
        assertWhole(LARGE);
    }
}
