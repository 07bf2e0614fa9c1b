package dev.ingot.foundry;

import dev.ingot.error.RegistryException;
import dev.ingot.error.StorageException;
import dev.ingot.foundry.settings.CacheLocation;
import dev.ingot.io.ExclusiveLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** One writer per cache, among threads and processes, by the file {@code .ingot.lock} in its root. */
final class CacheLock implements AutoCloseable {

    private final ExclusiveLock lock;

    private CacheLock(final ExclusiveLock lock) {
        this.lock = lock;
    }

    /** Waits for the lock; makes the root if it is not there. */
    static CacheLock acquire(final Path root, final Duration patience) {
        final Path real = prepare(root);
        return new CacheLock(ExclusiveLock.acquire(real.resolve(CacheLocation.LOCK), patience)
                .orElseThrow(() -> new RegistryException("the cache " + real
                        + " is in use: another process or thread is changing it and has not finished within "
                        + patience.toSeconds() + " s")));
    }

    private static Path prepare(final Path root) {
        try {
            Files.createDirectories(root);
            return root.toRealPath();
        } catch (IOException e) {
            throw new StorageException("make the cache directory", root, e);
        }
    }

    /** Lets the next writer in. */
    @Override
    public void close() {
        lock.close();
    }
}
