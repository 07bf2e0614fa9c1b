package dev.ingot.io;

import dev.ingot.error.CancelledException;
import dev.ingot.error.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One holder at a time: a lock among the threads of this process, then one on a file among processes. The system drops the
 * second when its holder dies; the file stays, empty.
 *
 * <p>The locks among threads are shared by all of the process on purpose: the system's file locks belong to the process, and
 * closing any channel on the file, even after a failed attempt, would release the lock of another thread.
 */
public final class ExclusiveLock implements AutoCloseable {

    private static final ConcurrentMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();
    private static final Duration POLL = Duration.ofMillis(50);

    private final ReentrantLock threads;
    private final FileChannel channel;

    private ExclusiveLock(final ReentrantLock threads, final FileChannel channel) {
        this.threads = threads;
        this.channel = channel;
    }

    /**
     * Waits for the lock.
     *
     * @param file     the file; made if it is not there, in a directory that is
     * @param patience how long to wait
     * @return the lock, to be closed; empty when somebody else did not let go of it in time
     * @throws StorageException   if the file cannot be made or locked
     * @throws CancelledException if the thread is interrupted
     */
    public static Optional<ExclusiveLock> acquire(final Path file, final Duration patience) {
        final long deadline = System.nanoTime() + patience.toNanos();
        final var threads = THREADS.computeIfAbsent(real(file), key -> new ReentrantLock());
        try {
            return threads.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)
                    ? lockFile(file, threads, deadline)
                    : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while waiting for the lock " + file, e);
        }
    }

    private static Path real(final Path file) {
        try {
            return Objects.requireNonNull(file.toAbsolutePath().getParent()).toRealPath()
                    .resolve(file.getFileName());
        } catch (IOException e) {
            throw new StorageException("lock", file, e);
        }
    }

    private static Optional<ExclusiveLock> lockFile(final Path file, final ReentrantLock threads,
            final long deadline) throws InterruptedException {
        @Nullable
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            locked = tryLock(channel, deadline);
            return locked ? Optional.of(new ExclusiveLock(threads, channel)) : Optional.empty();
        } catch (IOException e) {
            throw new StorageException("lock", file, e);
        } finally {
            if (!locked) {
                closeQuietly(channel);
                threads.unlock();
            }
        }
    }

    private static boolean tryLock(final FileChannel channel, final long deadline)
            throws IOException, InterruptedException {
        while (true) {
            final @Nullable FileLock lock = channel.tryLock();
            if (lock != null) {
                return true;
            }
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(POLL);
        }
    }

    private static void closeQuietly(final @Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                System.getLogger(ExclusiveLock.class.getName()).log(System.Logger.Level.DEBUG,
                        "closing the lock", e);
            }
        }
    }

    /** Lets the next one in. */
    @Override
    public void close() {
        closeQuietly(channel);
        threads.unlock();
    }
}
