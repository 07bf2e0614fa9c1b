package dev.ingot.foundry;

import dev.ingot.error.CancelledException;
import dev.ingot.error.RegistryException;
import dev.ingot.error.StorageException;
import dev.ingot.foundry.settings.CacheLocation;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One writer per cache: a lock among the threads of this process, then one on the file {@code .ingot.lock} among
 * processes. The system drops the second when its holder dies.
 *
 * <p>The locks among threads are shared by all caches of the process on purpose: the system's file locks belong to the
 * process, and closing any channel on the file, even after a failed attempt, would release the lock of another thread.
 */
final class CacheLock implements AutoCloseable {

    private static final ConcurrentMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();
    private static final Duration POLL = Duration.ofMillis(50);

    private final ReentrantLock threads;
    private final FileChannel channel;

    private CacheLock(final ReentrantLock threads, final FileChannel channel) {
        this.threads = threads;
        this.channel = channel;
    }

    /** Waits for the lock; makes the root if it is not there. */
    static CacheLock acquire(final Path root, final Duration patience) {
        final long deadline = System.nanoTime() + patience.toNanos();
        final Path real = prepare(root);
        final var threads = THREADS.computeIfAbsent(real, key -> new ReentrantLock());
        try {
            if (!threads.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy(real, patience);
            }
            return lockFile(real, threads, deadline, patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while waiting for the cache " + real, e);
        }
    }

    private static Path prepare(final Path root) {
        try {
            Files.createDirectories(root);
            return root.toRealPath();
        } catch (IOException e) {
            throw new StorageException("make the cache directory", root, e);
        }
    }

    private static CacheLock lockFile(final Path root, final ReentrantLock threads, final long deadline,
            final Duration patience) throws InterruptedException {
        final Path file = root.resolve(CacheLocation.LOCK);
        @Nullable
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            while (!locked) {
                final @Nullable FileLock lock = channel.tryLock();
                locked = lock != null;
                if (!locked) {
                    if (System.nanoTime() > deadline) {
                        throw busy(root, patience);
                    }
                    Thread.sleep(POLL);
                }
            }
            return new CacheLock(threads, channel);
        } catch (IOException e) {
            throw new StorageException("lock", file, e);
        } finally {
            if (!locked) {
                closeQuietly(channel);
                threads.unlock();
            }
        }
    }

    private static RegistryException busy(final Path root, final Duration patience) {
        return new RegistryException(
                "the cache " + root + " is in use: another process or thread is changing it"
                        + " and has not finished within " + patience.toSeconds() + " s");
    }

    private static void closeQuietly(final @Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                System.getLogger(CacheLock.class.getName()).log(System.Logger.Level.DEBUG, "closing the lock",
                        e);
            }
        }
    }

    /** Lets the next writer in. */
    @Override
    public void close() {
        closeQuietly(channel);
        threads.unlock();
    }
}
