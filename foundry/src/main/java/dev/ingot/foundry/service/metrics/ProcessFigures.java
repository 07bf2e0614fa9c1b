package dev.ingot.foundry.service.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What this process takes of its machine. */
public final class ProcessFigures {

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s*(\\d+) kB");

    private ProcessFigures() {}

    /**
     * Returns the memory that is resident.
     *
     * @return bytes, or empty where the system does not tell in a file (it does on Linux)
     */
    public static OptionalLong residentBytes() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.map(RESIDENT::matcher).filter(Matcher::matches)
                    .mapToLong(matcher -> Long.parseLong(matcher.group(1)) << 10).findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * Returns the part of Java's heap that is in use.
     *
     * @return bytes, garbage that was not yet collected included
     */
    public static long heapBytes() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /**
     * Returns the time for which this process has computed.
     *
     * @return of all its threads together; 0 where the system does not tell
     */
    public static Duration cpuTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
