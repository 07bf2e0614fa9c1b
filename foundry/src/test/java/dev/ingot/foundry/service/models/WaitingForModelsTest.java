package dev.ingot.foundry.service.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.CancelledException;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.service.TestCache;
import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.foundry.service.wire.OwnThreads;
import dev.ingot.runtime.Cancellation;
import dev.ingot.runtime.GenerationListener;
import dev.ingot.runtime.GeneratorOptions;
import dev.ingot.runtime.LoadReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How many may use a model, or wait for it. */
@Timeout(120) // What is waited for may never come.
@ExtendWith(OwnThreads.class)
final class WaitingForModelsTest {

    private static final GeneratorOptions LOADING = GeneratorOptions.DEFAULT.threads(1).sequences(2);

    @TempDir
    static Path work;
    private static FoundryCache cache;

    private final List<ModelPool> pools = new ArrayList<>();

    @BeforeAll
    static void convert() {
        cache = TestCache.of(work, "first");
    }

    @AfterEach
    void close() {
        pools.forEach(ModelPool::close);
    }

    private ModelPool pool(final int queue, final GenerationListener listener) {
        final var pool = new ModelPool(cache, new PoolOptions(LOADING, OptionalLong.empty(), Duration.ZERO,
                queue, Duration.ZERO), id -> listener);
        pools.add(pool);
        return pool;
    }

    @Test
    void aCallThatStandsForManyTakesAsManyPlacesAsRunAtOnce() {
        final var pool = pool(3, GenerationListener.NONE);
        final int all = LOADING.sequences() + 3;
        final var many = pool.lease("first", 1024, new Cancellation());
        final var others = new ArrayList<Lease>();
        for (int i = LOADING.sequences(); i < all - 1; i++) {
            others.add(pool.lease("first"));
        }
        assertThatThrownBy(() -> pool.lease("first", 1024, new Cancellation()))
                .isInstanceOfSatisfying(HttpFailure.class, failure -> {
                    assertThat(failure.status()).isEqualTo(429);
                    assertThat(failure.headers()).containsEntry("Retry-After", "1");
                });
        others.add(pool.lease("first"));
        assertThatThrownBy(() -> pool.lease("first")).isInstanceOf(HttpFailure.class);
        assertThat(pool.loaded().getFirst().users()).isEqualTo(1 + others.size());
        many.close();
        others.add(pool.lease("first", 2, new Cancellation()));
        others.forEach(Lease::close);
        assertThat(pool.loaded().getFirst().users()).isZero();
    }

    @Test
    void whoNoLongerWantsAModelNeedNotWaitForItsLoad() throws Exception {
        final var loading = new CountDownLatch(1);
        final var go = new CountDownLatch(1);
        final var pool = pool(1, new GenerationListener() {
            @Override
            public void loaded(final LoadReport report) {
                loading.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        final var cancellation = new Cancellation();
        final var canceller = Thread.ofPlatform().start(() -> {
            try {
                loading.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            cancellation.cancel();
        });
        assertThatThrownBy(() -> pool.lease("first", 1, cancellation)).isInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> pool.lease("first", 1, cancellation)).isInstanceOf(CancelledException.class);
        canceller.join();
        go.countDown();
        pool.lease("first").close();
        assertThat(pool.loaded().getFirst().users()).isZero();
    }

    @Test
    void whoComesWhenTooManyWaitIsToldToComeBack() {
        final var pool = pool(1, GenerationListener.NONE);
        final var leases = new ArrayList<Lease>();
        for (int i = 0; i < LOADING.sequences() + 1; i++) {
            leases.add(pool.lease("first"));
        }
        assertThatThrownBy(() -> pool.lease("first")).isInstanceOfSatisfying(HttpFailure.class, failure -> {
            assertThat(failure.status()).isEqualTo(429);
            assertThat(failure.headers()).containsEntry("Retry-After", "1");
        });
        leases.getFirst().close();
        leases.getFirst().close();
        leases.add(pool.lease("first"));
        leases.forEach(Lease::close);
        assertThat(pool.loaded().getFirst().users()).isZero();
    }
}
