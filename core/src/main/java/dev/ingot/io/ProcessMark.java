package dev.ingot.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Says which process works on a directory, so that a later one can tell work in progress from what a dead process
 * left: {@code PID-START-HOST}, where START (milliseconds) tells apart two processes that got the same number, and HOST
 * (a digest of the host's name and the space of process numbers) those of other machines and containers. What happens
 * there nobody sees here; what one of them works on is taken for abandoned when nothing has changed for a day.
 */
final class ProcessMark {

    private static final Pattern FORM = Pattern.compile("(\\d{1,18})-(\\d{1,18})(?:-([0-9a-f]{8}))?");
    private static final Duration SILENCE = Duration.ofDays(1);
    private static final String HOST = host(Path.of("/proc"));
    /** Start times are derived from the clock, which may be set while a process runs; in milliseconds. */
    private static final long CLOCK_STEP = 60_000;
    private static final String PREFIX = "ingot ";

    private ProcessMark() {}

    static String current() {
        final var process = ProcessHandle.current();
        return process.pid() + "-" + start(process) + "-" + HOST;
    }

    /** Eight hexadecimal digits; the same after a restart, which START tells. */
    static String host(final Path proc) {
        String name = System.getenv().getOrDefault("COMPUTERNAME", "");
        String space = "";
        try {
            name = Files.readString(proc.resolve("sys/kernel/hostname")).trim();
            space = Files.readSymbolicLink(proc.resolve("self/ns/pid")).toString();
        } catch (IOException | UnsupportedOperationException e) {
            // other systems than Linux have no such spaces
        }
        final var digest = new CRC32();
        digest.update((name + "\n" + space).getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", digest.getValue());
    }

    private static long start(final ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /**
     * Tells whether a text names a process that is no more; false for texts that name none.
     *
     * @param text      the mark; old ones have no host, which means this one
     * @param directory what the process worked on
     */
    static boolean isDead(final String text, final Path directory) throws IOException {
        final var form = FORM.matcher(text);
        if (!form.matches()) {
            return false;
        }
        final String host = form.group(3);
        if (host != null && !host.equals(HOST)) {
            return isSilent(directory);
        }
        return ProcessHandle.of(Long.parseLong(form.group(1)))
                .filter(process -> Math.abs(start(process) - Long.parseLong(form.group(2))) <= CLOCK_STEP)
                .isEmpty();
    }

    private static boolean isSilent(final Path directory) throws IOException {
        try {
            return isUnchanged(directory, Instant.now().minus(SILENCE));
        } catch (NoSuchFileException e) {
            return false; // it changes now
        }
    }

    private static boolean isUnchanged(final Path directory, final Instant since) throws IOException {
        if (Files.getLastModifiedTime(directory).toInstant().isAfter(since)) {
            return false;
        }
        try (var files = Files.newDirectoryStream(directory)) {
            for (final Path file : files) {
                if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant().isAfter(since)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Writes the file that makes readers skip a directory, which nobody sees yet. */
    static void put(final Path directory) throws IOException {
        AtomicFile.writeSynced(directory.resolve(StagedDirectory.MARK), text());
    }

    /**
     * Puts the file into a directory that is visible: with all its text at once, or a process that dies in between would
     * leave a mark that nobody owns.
     *
     * @param beside name for the file until then, of a kind that {@link Leftovers} clears
     */
    static void put(final Path directory, final Path beside) throws IOException {
        AtomicFile.writeSynced(beside, text());
        Files.move(beside, directory.resolve(StagedDirectory.MARK), StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] text() {
        return (PREFIX + current()).getBytes(StandardCharsets.UTF_8);
    }

    /** Tells whether a directory is marked by a process of ours that died. */
    static boolean isAbandoned(final Path directory) throws IOException {
        final Path mark = directory.resolve(StagedDirectory.MARK);
        if (!Files.isRegularFile(mark)) {
            return false;
        }
        try {
            final String text = Files.size(mark) > 100
                    ? ""
                    : Files.readString(mark, StandardCharsets.ISO_8859_1);
            return text.startsWith(PREFIX) && isDead(text.substring(PREFIX.length()), directory);
        } catch (NoSuchFileException e) {
            return false; // whoever removed the mark is alive
        }
    }
}
