package dev.ingot.foundry.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The most memory this process ever had resident. */
final class PeakMemory {

    private static final Pattern LINE = Pattern.compile("VmHWM:\\s*(\\d+) kB");

    private PeakMemory() {}

    /** Returns bytes, or empty where the system does not tell in a file (it does on Linux). */
    static OptionalLong bytes() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.map(LINE::matcher).filter(Matcher::matches)
                    .mapToLong(matcher -> Long.parseLong(matcher.group(1)) << 10).findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
