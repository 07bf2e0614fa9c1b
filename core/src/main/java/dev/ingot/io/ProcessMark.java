package dev.ingot.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Says which process works on a directory, so that a later one can tell work in progress from what a dead process
 * left: {@code PID-START}, where START (milliseconds) tells apart two processes that got the same number.
 */
final class ProcessMark {

    private static final Pattern FORM = Pattern.compile("(\\d{1,18})-(\\d{1,18})");
    /** Start times are derived from the clock, which may be set while a process runs; in milliseconds. */
    private static final long CLOCK_STEP = 60_000;
    private static final String PREFIX = "ingot ";

    private ProcessMark() {}

    static String current() {
        final var process = ProcessHandle.current();
        return process.pid() + "-" + start(process);
    }

    private static long start(final ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** Tells whether a text names a process that is no more; false for texts that name none. */
    static boolean isDead(final String text) {
        final var form = FORM.matcher(text);
        return form.matches() && ProcessHandle.of(Long.parseLong(form.group(1)))
                .filter(process -> Math.abs(start(process) - Long.parseLong(form.group(2))) <= CLOCK_STEP)
                .isEmpty();
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
        if (!Files.isRegularFile(mark) || Files.size(mark) > 100) {
            return false;
        }
        final String text = Files.readString(mark, StandardCharsets.ISO_8859_1);
        return text.startsWith(PREFIX) && isDead(text.substring(PREFIX.length()));
    }
}
