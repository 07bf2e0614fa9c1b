package dev.ingot.runtime.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;

/**
 * Counts the cores this process may use. Two threads on one core share its arithmetic units, so that matrix products gain
 * nothing from the second.
 */
public final class PhysicalCores {

    private static final Path LINUX_CPUS = Path.of("/sys/devices/system/cpu");
    private static final Path LINUX_STATUS = Path.of("/proc/self/status");

    private PhysicalCores() {}

    /**
     * Counts cores: on Linux those behind the processors that the process is allowed; elsewhere all processors of an ARM
     * machine, which has one thread per core, and half of those of another. Never more than the JVM reports as available,
     * which takes CPU quotas of containers into account.
     *
     * @return at least 1
     */
    public static int count() {
        final int available = Runtime.getRuntime().availableProcessors();
        final int cores = linux(LINUX_CPUS, LINUX_STATUS).orElseGet(() -> elsewhere(available));
        return Math.clamp(cores, 1, available);
    }

    private static int elsewhere(final int available) {
        final boolean arm = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT).startsWith("aarch64");
        return arm ? available : available / 2;
    }

    /**
     * Counts the distinct groups of sibling threads among the allowed processors.
     *
     * @param cpus   directory with a directory per processor
     * @param status file that names the allowed processors
     * @return the number of cores, or empty where the files are not as on Linux
     */
    static Optional<Integer> linux(final Path cpus, final Path status) {
        try {
            final BitSet allowed = allowed(status);
            final var cores = new HashSet<BitSet>();
            for (int cpu = allowed.nextSetBit(0); cpu >= 0; cpu = allowed.nextSetBit(cpu + 1)) {
                final Path siblings = cpus.resolve("cpu" + cpu + "/topology/thread_siblings_list");
                if (Files.isReadable(siblings)) {
                    cores.add(CpuList.parse(Files.readString(siblings)));
                }
            }
            return cores.isEmpty() ? Optional.empty() : Optional.of(cores.size());
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static BitSet allowed(final Path status) throws IOException {
        if (!Files.isReadable(status)) {
            return new BitSet();
        }
        for (final String line : Files.readAllLines(status)) {
            if (line.startsWith("Cpus_allowed_list:")) {
                return CpuList.parse(line.substring(line.indexOf(':') + 1));
            }
        }
        return new BitSet();
    }
}
