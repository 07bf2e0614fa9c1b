package dev.ingot.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.CancelledException;
import dev.ingot.error.StorageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Turns among threads; among processes, SettingsTest and CacheCrashTest. */
final class ExclusiveLockTest {

    @TempDir
    private Path work;

    /** Asks another thread. */
    private static boolean isFree(final Path file) {
        return CompletableFuture.supplyAsync(() -> {
            final Optional<ExclusiveLock> lock = ExclusiveLock.acquire(file, Duration.ZERO);
            lock.ifPresent(ExclusiveLock::close);
            return lock.isPresent();
        }).join();
    }

    @Test
    void oneThreadAtATimeHasIt() {
        final Path file = work.resolve("lock");
        try (var _ = ExclusiveLock.acquire(file, Duration.ZERO).orElseThrow()) {
            assertThat(isFree(work.resolve("./lock"))).isFalse();
            assertThat(isFree(work.resolve("other"))).isTrue();
        }
        assertThat(file).isEmptyFile();
        assertThat(isFree(file)).isTrue();
    }

    @Test
    void aDirectoryThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> ExclusiveLock.acquire(work.resolve("none/lock"), Duration.ZERO))
                .isInstanceOf(StorageException.class).hasMessageContaining("none");
    }

    @Test
    void whoeverIsInterruptedDoesNotGetIt() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> ExclusiveLock.acquire(work.resolve("lock"), Duration.ofSeconds(1)))
                    .isInstanceOf(CancelledException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(isFree(work.resolve("lock"))).isTrue();
    }
}
