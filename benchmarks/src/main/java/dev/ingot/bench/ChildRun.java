package dev.ingot.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What a whole process cost.
 *
 * @param seconds     processor time, of its children too
 * @param wall        seconds from start to end
 * @param anonymousMb largest anonymous memory seen
 * @param residentMb  largest resident memory
 */
record ChildRun(double seconds, double wall, double anonymousMb, double residentMb) {

    static final double MB = 1e6;

    /** Runs a command to its end, which must be a good one, and prints a line about it. */
    static ChildRun of(final String name, final List<String> command, final Map<String, String> environment,
            final Path log) throws IOException, InterruptedException {
        final double before = ChildTimes.seconds();
        final long start = System.nanoTime();
        final var builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        final var process = builder.start();
        final int status;
        final double wall;
        final long anonymous;
        final long resident;
        try (var memory = MemoryWatch.of(process)) {
            status = process.waitFor();
            wall = (System.nanoTime() - start) / 1e9;
            anonymous = memory.peakAnonymousBytes();
            resident = memory.peakResidentBytes();
        }
        if (status != 0) {
            throw new IOException(command + " ended with " + status + ": " + Files.readString(log));
        }
        final var result = new ChildRun(ChildTimes.seconds() - before, wall, anonymous / MB, resident / MB);
        System.out.printf("%-15s %6.2f CPU-s  %6.2f s  %5.0f MB anonymous  %5.0f MB resident%n", name,
                result.seconds, wall, result.anonymousMb, result.residentMb);
        return result;
    }

    /** Returns the median of the processor seconds. */
    static double seconds(final List<ChildRun> runs) {
        return Figures.median(runs.stream().map(ChildRun::seconds).toList());
    }

    /** Reads every file below a path once, so that the first run finds what the others find; returns the bytes. */
    static long warm(final Path tree) throws IOException {
        final var buffer = ByteBuffer.allocateDirect(1 << 20);
        long bytes = 0;
        try (var files = Files.walk(tree)) {
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                try (var channel = FileChannel.open(file)) {
                    for (int read = 0; read >= 0; read = channel.read(buffer.clear())) {
                        bytes += read;
                    }
                }
            }
        }
        return bytes;
    }

    /** Deletes a file or a directory, if it is there. */
    static void delete(final Path tree) throws IOException {
        if (Files.notExists(tree)) {
            return;
        }
        try (var files = Files.walk(tree)) {
            files.sorted(Comparator.reverseOrder()).forEach(ChildRun::deleteOne);
        }
    }

    private static void deleteOne(final Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
