package dev.ingot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Watches a process and its children through /proc until closed: the largest sum of anonymous memory seen, and the
 * largest resident size the kernel has noted. Linux; elsewhere both stay 0.
 */
final class MemoryWatch implements AutoCloseable {

    private static final long INTERVAL_MILLIS = 4;
    private static final int ROUNDS_PER_SEARCH = 25;

    private final ProcessHandle process;
    private final Thread thread;
    private volatile boolean closed;
    private volatile long peakAnonymous;
    private volatile long peakResident;

    private MemoryWatch(final ProcessHandle process) {
        this.process = process;
        this.thread = Thread.ofPlatform().name("memory-watch").unstarted(this::watch);
    }

    static MemoryWatch of(final Process process) {
        final var result = new MemoryWatch(process.toHandle());
        result.thread.start();
        return result;
    }

    long peakAnonymousBytes() {
        return peakAnonymous;
    }

    long peakResidentBytes() {
        return peakResident;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        List<Long> ids = List.of();
        for (int round = 0; !closed; round++) {
            if (round % ROUNDS_PER_SEARCH == 0) {
                ids = Stream.concat(Stream.of(process), process.descendants()).map(ProcessHandle::pid)
                        .toList();
            }
            long anonymous = 0;
            long resident = 0;
            for (final long id : ids) {
                final var status = status(id);
                anonymous += bytes(status, "RssAnon:");
                resident += bytes(status, "VmHWM:");
            }
            peakAnonymous = Math.max(peakAnonymous, anonymous);
            peakResident = Math.max(peakResident, resident);
            pause();
        }
    }

    private static List<String> status(final long id) {
        try {
            return Files.readAllLines(Path.of("/proc/" + id + "/status"));
        } catch (IOException e) {
            // The process is gone, or there is no /proc.
            return List.of();
        }
    }

    private static long bytes(final List<String> status, final String key) {
        return status.stream().filter(line -> line.startsWith(key)).findFirst()
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).orElse(0L);
    }

    private static void pause() {
        try {
            Thread.sleep(INTERVAL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
