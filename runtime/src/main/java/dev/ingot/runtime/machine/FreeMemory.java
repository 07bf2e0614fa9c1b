package dev.ingot.runtime.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * How much memory this process may still take before the system refuses it or kills it.
 *
 * @param bytes  that are free
 * @param source which limit that is, in words
 */
public record FreeMemory(long bytes, String source) {

    /**
     * Asks the system: on Linux what it calls available, and what the process's control groups still allow. Elsewhere
     * nothing trustworthy is known.
     *
     * @return the lowest limit; {@link Long#MAX_VALUE} bytes where none is known
     */
    public static FreeMemory now() {
        return now(Path.of("/"));
    }

    /**
     * Asks the files below a root.
     *
     * @param root the system's root directory
     * @return the lowest limit
     */
    static FreeMemory now(final Path root) {
        final FreeMemory groups = ControlGroups.free(root);
        final OptionalLong machine = machine(root.resolve("proc/meminfo"));
        return machine.isPresent() && machine.getAsLong() < groups.bytes
                ? new FreeMemory(machine.getAsLong(), "memory that the system has available")
                : groups;
    }

    private static OptionalLong machine(final Path meminfo) {
        if (!Files.isReadable(meminfo)) {
            return OptionalLong.empty();
        }
        try {
            for (final String line : Files.readAllLines(meminfo)) {
                if (line.startsWith("MemAvailable:")) {
                    final String kilobytes = line.replaceAll("\\D", "");
                    return OptionalLong.of(Long.parseLong(kilobytes) << 10);
                }
            }
            return OptionalLong.empty();
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
