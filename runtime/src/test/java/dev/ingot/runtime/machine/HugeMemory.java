package dev.ingot.runtime.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the kernel says of huge pages and of the memory in them. */
public final class HugeMemory {

    private static final Path SETTING = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    private static final Path SMAPS = Path.of("/proc/self/smaps");
    private static final Path ROLLUP = Path.of("/proc/self/smaps_rollup");

    private HugeMemory() {}

    /** Tells whether a process may have memory moved: Linux from 6.1 on, unless huge pages are switched off. */
    public static boolean canBeMoved() throws IOException {
        final String[] version = System.getProperty("os.version").split("\\D+", 3);
        return Files.isReadable(SETTING) && !Files.readString(SETTING).contains("[never]")
                && 100 * Integer.parseInt(version[0]) + Integer.parseInt(version[1]) >= 601;
    }

    /** Tells whether the kernel gives huge pages unasked. */
    public static boolean isGiven() throws IOException {
        return Files.isReadable(SETTING) && Files.readString(SETTING).contains("[always]");
    }

    /** Returns the bytes of this process that lie in huge pages; 0 where the system does not tell. */
    public static long bytes() throws IOException {
        return lines(ROLLUP).stream().filter(line -> line.startsWith("AnonHugePages:")).mapToLong(
                HugeMemory::kilobytes).sum() << 10;
    }

    /** Returns the bytes in huge pages of the mappings that hold a range. */
    public static long bytes(final AddressRange range) throws IOException {
        long bytes = 0;
        boolean inside = false;
        for (final String line : lines(SMAPS)) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                final int dash = line.indexOf('-');
                inside = Long.parseUnsignedLong(line, 0, dash, 16) < range.to()
                        && Long.parseUnsignedLong(line, dash + 1, line.indexOf(' '), 16) > range.from();
            } else if (inside && line.startsWith("AnonHugePages:")) {
                bytes += kilobytes(line) << 10;
            }
        }
        return bytes;
    }

    private static long kilobytes(final String line) {
        return Long.parseLong(line.replaceAll("\\D", ""));
    }

    private static List<String> lines(final Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
