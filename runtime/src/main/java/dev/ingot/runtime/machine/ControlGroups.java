package dev.ingot.runtime.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Memory limits of Linux control groups, version 1 and 2: of the group of this process and of every group around it. File
 * pages that a group could drop at once (inactive_file) count as free.
 */
final class ControlGroups {

    /** How one version calls its files. */
    private enum Version {
        ONE("sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes",
                "total_inactive_file "), TWO("sys/fs/cgroup", "memory.max", "memory.current",
                        "inactive_file ");

        private final String mount;
        private final String limit;
        private final String usage;
        private final String reclaimable;

        Version(final String mount, final String limit, final String usage, final String reclaimable) {
            this.mount = mount;
            this.limit = limit;
            this.usage = usage;
            this.reclaimable = reclaimable;
        }
    }

    private static final FreeMemory UNLIMITED = new FreeMemory(Long.MAX_VALUE, "no known limit");

    private ControlGroups() {}

    /**
     * Finds the tightest limit.
     *
     * @param root the system's root directory
     * @return what it leaves, or {@link Long#MAX_VALUE} bytes
     */
    static FreeMemory free(final Path root) {
        final Path membership = root.resolve("proc/self/cgroup");
        if (!Files.isReadable(membership)) {
            return UNLIMITED;
        }
        FreeMemory lowest = UNLIMITED;
        try {
            for (final String line : Files.readAllLines(membership)) {
                final FreeMemory found = ofLine(root, line);
                lowest = found.bytes() < lowest.bytes() ? found : lowest;
            }
        } catch (IOException e) {
            return lowest;
        }
        return lowest;
    }

    /** A line is {@code hierarchy:controllers:path}; version 2 has hierarchy 0 and no controllers. */
    private static FreeMemory ofLine(final Path root, final String line) {
        final String[] fields = line.split(":", 3);
        if (fields.length < 3) {
            return UNLIMITED;
        }
        if (fields[0].equals("0") && fields[1].isEmpty()) {
            return upwards(root.resolve(Version.TWO.mount), fields[2], Version.TWO);
        }
        return fields[1].contains("memory")
                ? upwards(root.resolve(Version.ONE.mount), fields[2], Version.ONE)
                : UNLIMITED;
    }

    private static FreeMemory upwards(final Path mount, final String path, final Version version) {
        FreeMemory lowest = UNLIMITED;
        @Nullable
        Path group = mount.resolve(path.replaceFirst("^/+", "")).normalize();
        while (group != null && group.startsWith(mount)) {
            final FreeMemory found = ofGroup(group, version);
            lowest = found.bytes() < lowest.bytes() ? found : lowest;
            group = group.getParent();
        }
        return lowest;
    }

    private static FreeMemory ofGroup(final Path group, final Version version) {
        try {
            final long limit = number(group.resolve(version.limit));
            final long usage = number(group.resolve(version.usage));
            final long reclaimable = reclaimable(group.resolve("memory.stat"), version.reclaimable);
            return new FreeMemory(Math.max(0, limit - usage + reclaimable),
                    "what the memory limit of control group " + group + " leaves");
        } catch (IOException | NumberFormatException e) {
            // A group without limit says "max" or has no such file.
            return UNLIMITED;
        }
    }

    private static long number(final Path file) throws IOException {
        return Long.parseLong(Files.readString(file).strip());
    }

    private static long reclaimable(final Path stat, final String key) throws IOException {
        for (final String line : Files.readAllLines(stat)) {
            if (line.startsWith(key)) {
                return Long.parseLong(line.substring(key.length()).strip());
            }
        }
        return 0;
    }
}
