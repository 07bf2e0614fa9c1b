package dev.ingot.foundry.validate.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * What Linux tells of this process in a file.
 *
 * @param lines of the file; none on other systems
 */
public record ProcessStatus(List<String> lines) {

    private static final Path FILE = Path.of("/proc/self/status");

    /** Copies the list. */
    public ProcessStatus {
        lines = List.copyOf(lines);
    }

    /**
     * Reads it.
     *
     * @return as it is now
     */
    public static ProcessStatus now() {
        try {
            return new ProcessStatus(Files.isReadable(FILE) ? Files.readAllLines(FILE) : List.of());
        } catch (IOException e) {
            return new ProcessStatus(List.of());
        }
    }

    /**
     * Returns a size.
     *
     * @param key for example {@code VmRSS}
     * @return bytes; empty where the system does not tell
     */
    public OptionalLong bytes(final String key) {
        return lines.stream().filter(line -> line.startsWith(key + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).findFirst();
    }
}
