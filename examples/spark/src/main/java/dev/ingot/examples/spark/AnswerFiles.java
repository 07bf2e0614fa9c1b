package dev.ingot.examples.spark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A directory of answers, {@code part-RUN-PARTITION.jsonl}: every such file is whole, and no row is in two of them. For one job
 * at a time, which a lock sees to; it is gone with the process that holds it.
 */
final class AnswerFiles implements AutoCloseable {

    private static final Pattern NAME = Pattern.compile("part-(\\d+)-(\\d+)\\.jsonl");
    private static final JsonMapper JSON = new JsonMapper();

    private final Path directory;
    private final FileChannel lock;

    private AnswerFiles(final Path directory, final FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    static AnswerFiles open(final Path directory) throws IOException {
        Files.createDirectories(directory);
        final var lock = FileChannel.open(directory.resolve(".lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        if (!taken(lock)) {
            lock.close();
            throw new IOException(directory + ": another job writes its answers there");
        }
        final var files = new AnswerFiles(directory, lock);
        files.clear();
        return files;
    }

    private static boolean taken(final FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // by this process
        }
    }

    static String name(final int run, final int partition) {
        return String.format("part-%05d-%05d.jsonl", run, partition);
    }

    /** Removes what attempts that died have left. */
    private void clear() throws IOException {
        for (final Path file : list()) {
            if (String.valueOf(file.getFileName()).endsWith(".tmp")) {
                Files.deleteIfExists(file);
            }
        }
    }

    private List<Path> list() throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.sorted().toList();
        }
    }

    /** Returns the rows that have their answer: as many numbers as there are, which is what one driver can hold. */
    Set<Long> rows() throws IOException {
        final var rows = new HashSet<Long>();
        for (final Path file : list()) {
            if (matcher(file).matches()) {
                try (var lines = Files.newBufferedReader(file)) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        rows.add(JSON.readTree(line).get("row").asLong());
                    }
                }
            }
        }
        return rows;
    }

    /** Returns a number that no run had. */
    int nextRun() throws IOException {
        int next = 0;
        for (final Path file : list()) {
            final Matcher name = matcher(file);
            next = name.matches() ? Math.max(next, Integer.parseInt(name.group(1)) + 1) : next;
        }
        return next;
    }

    private static Matcher matcher(final Path file) {
        return NAME.matcher(String.valueOf(file.getFileName()));
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
