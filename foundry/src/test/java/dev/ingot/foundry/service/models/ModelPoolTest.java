package dev.ingot.foundry.service.models;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.SPARSE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.InferenceModel;
import dev.ingot.Registration;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.ModelId;
import dev.ingot.foundry.TestModels;
import dev.ingot.foundry.service.TestCache;
import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.foundry.service.wire.OwnThreads;
import dev.ingot.runtime.GenerationListener;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.GeneratorOptions;
import dev.ingot.runtime.LoadReport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OwnThreads.class)
final class ModelPoolTest {

    private static final GeneratorOptions LOADING = GeneratorOptions.DEFAULT.threads(1).sequences(2);
    private static final Duration KEEP = Duration.ofMinutes(5);
    private static final GenerationOptions BRIEF = GenerationOptions.DEFAULT.maxNewTokens(2);

    @TempDir
    static Path work;
    private static FoundryCache cache;
    private static long size;

    private final AtomicLong now = new AtomicLong();
    private final ConcurrentLinkedQueue<ModelId> loads = new ConcurrentLinkedQueue<>();
    private final List<ModelPool> pools = new ArrayList<>();

    @BeforeAll
    static void convert() {
        cache = TestCache.of(work, "first", "second", "third");
        size = ModelSize.of(cache.find("first").directory(), LOADING);
    }

    private ModelPool pool(final OptionalLong memory, final int queue) {
        return pool(cache, memory, queue);
    }

    private ModelPool pool(final FoundryCache models, final OptionalLong memory, final int queue) {
        final var options = new PoolOptions(LOADING, memory, KEEP, queue, Duration.ZERO);
        final var pool = new ModelPool(models, options, id -> new GenerationListener() {
            @Override
            public void loaded(final LoadReport report) {
                loads.add(id);
            }
        }, now::get);
        pools.add(pool);
        return pool;
    }

    @AfterEach
    void close() {
        pools.forEach(ModelPool::close);
    }

    private static List<String> loaded(final ModelPool pool) {
        return pool.loaded().stream().map(model -> model.model().id().text()).toList();
    }

    private static void touch(final ModelPool pool, final String name) {
        try (var lease = pool.lease(name)) {
            assertThat(lease.generator().generate(new int[]{5, 6}, BRIEF).tokens()).isNotEmpty();
        }
    }

    @Test
    void nothingGoesForAModelThatWouldNotFitAlone() throws IOException {
        final var large = FoundryCache.open(work.resolve("large-cache"));
        large.register(cache.find("first").model(), Registration.DEFAULT.name("small"));
        large.register(cache.find("first").model(), Registration.DEFAULT.name("large"));
        final Path weights = large.find("large").directory().resolve("model.onnx.more");
        try (var file = FileChannel.open(weights, CREATE_NEW, WRITE, SPARSE)) {
            file.write(ByteBuffer.allocate(1), 1L << 40);
        }
        final var pool = pool(large, OptionalLong.empty(), 1);
        touch(pool, "small");
        assertThatThrownBy(() -> pool.lease("large")).isInstanceOfSatisfying(HttpFailure.class,
                failure -> assertThat(failure.status()).isEqualTo(503));
        assertThat(loaded(pool)).containsExactly("small:0");
    }

    @Test
    void whoAsksAtOnceSharesOneLoad() throws Exception {
        final var pool = pool(OptionalLong.empty(), 100);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            final List<Callable<Integer>> asking = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                asking.add(() -> {
                    try (var lease = pool.lease("first")) {
                        return lease.generator().generate(new int[]{5, 6}, BRIEF).tokens().size();
                    }
                });
            }
            for (final var answer : threads.invokeAll(asking)) {
                assertThat(answer.get()).isEqualTo(2);
            }
        }
        assertThat(loads).containsExactly(new ModelId("first:0"));
        assertThat(pool.loaded()).singleElement().satisfies(model -> {
            assertThat(model.users()).isZero();
            assertThat(model.bytes()).isEqualTo(size);
        });
    }

    @Test
    void theModelUsedLongestAgoGoesWhenMemoryIsShort() {
        final var pool = pool(OptionalLong.of(2 * size), 1);
        touch(pool, "first");
        now.incrementAndGet();
        touch(pool, "second");
        now.incrementAndGet();
        touch(pool, "first");
        now.incrementAndGet();
        touch(pool, "third");
        assertThat(loaded(pool)).containsExactly("first:0", "third:0");
        touch(pool, "second");
        assertThat(loaded(pool)).containsExactly("second:0", "third:0");
        assertThat(loads).extracting(ModelId::name).containsExactly("first", "second", "third", "second");
    }

    @Test
    void aModelInUseNeverGoes() {
        final var pool = pool(OptionalLong.of(2 * size), 1);
        try (var one = pool.lease("first"); var two = pool.lease("second")) {
            assertThatThrownBy(() -> pool.lease("third")).isInstanceOfSatisfying(HttpFailure.class,
                    failure -> {
                        assertThat(failure.status()).isEqualTo(503);
                        assertThat(failure).hasMessageContaining("in use");
                        assertThat(failure.headers()).containsKey("Retry-After");
                    });
            assertThat(one.generator()).isNotSameAs(two.generator());
            assertThat(one.generator().generate(new int[]{5}, BRIEF).tokens()).hasSize(2);
        }
        touch(pool, "third");
    }

    @Test
    void aModelLargerThanAllMemoryIsRefusedAndNothingGoesForIt() {
        final var pool = pool(OptionalLong.of(size - 1), 1);
        assertThatThrownBy(() -> pool.lease("first")).isInstanceOfSatisfying(HttpFailure.class, failure -> {
            assertThat(failure.status()).isEqualTo(503);
            assertThat(failure).hasMessageContaining("MB").hasMessageContaining("--memory");
            assertThat(failure.headers()).isEmpty();
        });
    }

    @Test
    void aModelGoesOnceItsTimeIsOver() {
        final var pool = pool(OptionalLong.empty(), 1);
        touch(pool, "first");
        try (var lease = pool.lease("second")) {
            lease.keepFor(KEEP.multipliedBy(2));
        }
        try (var lease = pool.lease("third")) {
            lease.keepFor(Duration.ZERO);
        }
        now.addAndGet(KEEP.toNanos() - 1);
        pool.sweep();
        assertThat(loaded(pool)).containsExactly("first:0", "second:0", "third:0");
        now.incrementAndGet();
        try (var lease = pool.lease("second")) {
            pool.sweep();
            assertThat(loaded(pool)).containsExactly("second:0", "third:0");
            now.addAndGet(3 * KEEP.toNanos());
            pool.sweep();
            assertThat(lease.generator().generate(new int[]{5}, BRIEF).tokens()).hasSize(2);
        }
        now.addAndGet(3 * KEEP.toNanos());
        pool.sweep();
        assertThat(loaded(pool)).containsExactly("third:0");
    }

    @Test
    void aModelInUseIsUnloadedOnlyByForce() {
        final var pool = pool(OptionalLong.empty(), 1);
        try (var lease = pool.lease("first")) {
            assertThatThrownBy(() -> pool.unload("first", false))
                    .isInstanceOfSatisfying(HttpFailure.class,
                            failure -> assertThat(failure.status()).isEqualTo(409));
            assertThat(pool.unload("first", true)).isTrue();
            assertThat(loaded(pool)).isEmpty();
            assertThatThrownBy(() -> lease.generator().generate(new int[]{5}, BRIEF))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(pool.unload("first", false)).isFalse();
        assertThatThrownBy(() -> pool.unload("fourth", false)).isInstanceOf(HttpFailure.class);
        touch(pool, "first");
    }

    @Test
    void modelsInUseStayWhenTheIdleOnesGo() {
        final var pool = pool(OptionalLong.empty(), 1);
        touch(pool, "first");
        touch(pool, "third");
        try (var _ = pool.lease("second")) {
            pool.unloadIdle();
            assertThat(loaded(pool)).containsExactly("second:0");
        }
    }

    @Test
    void aModelThatCannotBeLoadedIsTriedAgainAndHoldsNoMemory() throws IOException {
        final var broken = FoundryCache.open(work.resolve("broken-cache"));
        TestModels.write(broken.location().resolve("custom/broken"));
        TestModels.put(broken.location(), "custom/broken/inference_model.json", "{\"Name\": \"broken\"}");
        final var pool = pool(broken, OptionalLong.of(1L << 40), 1);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> pool.lease("broken")).isInstanceOfSatisfying(HttpFailure.class,
                    failure -> assertThat(failure.getCause()).isNotNull());
        }
        assertThat(pool.loaded()).isEmpty();
    }

    @Test
    void aModelThatIsRemovedWhileItIsLoadedIsNotFound() {
        final var left = FoundryCache.open(work.resolve("left-cache"));
        left.register(cache.find("first").model(), Registration.DEFAULT.name("left"));
        final var pool = new ModelPool(left, new PoolOptions(LOADING, OptionalLong.empty(), KEEP, 1,
                Duration.ZERO), id -> {
                    left.remove(id.text());
                    return GenerationListener.NONE;
                });
        pools.add(pool);
        assertThatThrownBy(() -> pool.lease("left")).isInstanceOfSatisfying(HttpFailure.class, failure -> {
            assertThat(failure.status()).isEqualTo(404);
            assertThat(failure.getMessage()).contains("left").doesNotContain(left.location().toString());
        });
        assertThat(pool.loaded()).isEmpty();
    }

    @Test
    void aModelThatIsRegisteredAnewIsLoadedAnewOnceNobodyUsesIt() throws IOException {
        final var pool = pool(OptionalLong.empty(), 1);
        final Path mark = cache.find("first").directory().resolve(InferenceModel.FILE);
        try (var lease = pool.lease("first")) {
            Files.setLastModifiedTime(mark, FileTime.fromMillis(1_000_000));
            try (var other = pool.lease("first")) {
                assertThat(other.generator()).isSameAs(lease.generator());
            }
        }
        touch(pool, "first");
        touch(pool, "first");
        assertThat(loads).hasSize(2);
    }

    @Test
    void whatTheCacheHasNoLongerGoesOnceNobodyUsesIt() {
        final var own = FoundryCache.open(work.resolve("own-cache"));
        for (final String name : List.of("removed", "renamed", "kept")) {
            own.register(cache.find("first").model(), Registration.DEFAULT.name(name));
        }
        final var pool = pool(own, OptionalLong.empty(), 1);
        touch(pool, "kept");
        touch(pool, "renamed");
        try (var lease = pool.lease("removed")) {
            own.remove("removed");
            own.rename("renamed", "other");
            pool.sweep();
            assertThat(loaded(pool)).containsExactly("kept:0", "removed:0");
            assertThat(lease.generator().generate(new int[]{5}, BRIEF).tokens()).hasSize(2);
        }
        pool.sweep();
        assertThat(loaded(pool)).containsExactly("kept:0");
        touch(pool, "kept");
        assertThat(loads).extracting(ModelId::name).containsExactly("kept", "renamed", "removed");
    }

    @Test
    void afterClosingNobodyGetsAModel() {
        final var pool = pool(OptionalLong.empty(), 1);
        touch(pool, "first");
        pool.close();
        assertThat(pool.loaded()).isEmpty();
        assertThatThrownBy(() -> pool.lease("first")).isInstanceOfSatisfying(HttpFailure.class,
                failure -> assertThat(failure.status()).isEqualTo(503));
    }

    @Test
    void anyOrderOfLoadingUsingAndUnloadingEndsWell() throws Exception {
        final var pool = new ModelPool(cache, new PoolOptions(LOADING, OptionalLong.of(2 * size), KEEP, 100,
                Duration.ofMinutes(1)), id -> GenerationListener.NONE);
        pools.add(pool);
        final var names = List.of("first", "second", "third");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            final List<Callable<Integer>> work = new ArrayList<>();
            for (int thread = 0; thread < 6; thread++) {
                final var random = new Random(thread);
                work.add(() -> {
                    int done = 0;
                    for (int i = 0; i < 12; i++) {
                        final String name = names.get(random.nextInt(names.size()));
                        if (random.nextInt(4) == 0) {
                            unloadIfIdle(pool, name);
                        } else {
                            touch(pool, name);
                        }
                        done++;
                    }
                    return done;
                });
            }
            for (final var done : threads.invokeAll(work)) {
                assertThat(done.get()).isEqualTo(12);
            }
        }
        assertThat(pool.loaded()).allSatisfy(model -> assertThat(model.users()).isZero());
        assertThat(pool.loaded()).hasSizeLessThanOrEqualTo(2);
    }

    private static void unloadIfIdle(final ModelPool pool, final String name) {
        try {
            pool.unload(name, false);
        } catch (HttpFailure e) {
            assertThat(e.status()).isEqualTo(409);
        }
    }
}
