package dev.ingot.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What every harness prints: medians, and where they were taken. */
final class Figures {

    private static final OperatingSystemMXBean SYSTEM = ManagementFactory
            .getPlatformMXBean(OperatingSystemMXBean.class);

    private Figures() {}

    /** Returns the processor time of this process so far, of all its threads, in nanoseconds. */
    static long processorNanos() {
        return SYSTEM.getProcessCpuTime();
    }

    static double median(final List<Double> values) {
        final var sorted = values.stream().sorted().toList();
        final int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Returns the median and, in brackets, the range. */
    static String spread(final String format, final List<Double> values) {
        final var sorted = values.stream().sorted().toList();
        return (format + " (" + format + " - " + format + ")").formatted(median(values), sorted.getFirst(),
                sorted.getLast());
    }

    /** Describes the machine and the runtime in one line. */
    static String environment() {
        return "%s, %d processors, %s %s, Java %s, load %.1f".formatted(processor(),
                SYSTEM.getAvailableProcessors(),
                SYSTEM.getName(), SYSTEM.getVersion(), Runtime.version(), SYSTEM.getSystemLoadAverage());
    }

    /** Returns whether the processor says that it has 512-bit vectors; only Linux tells. */
    static boolean hasAvx512() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.anyMatch(line -> line.startsWith("flags") && line.contains(" avx512f"));
        } catch (IOException e) {
            return false;
        }
    }

    private static String processor() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name")).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("unknown processor");
        } catch (IOException e) {
            return System.getProperty("os.arch", "unknown processor");
        }
    }
}
