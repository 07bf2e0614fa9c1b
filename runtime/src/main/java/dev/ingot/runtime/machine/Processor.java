package dev.ingot.runtime.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Tells processors apart whose machine code may differ. */
public final class Processor {

    private static final Path LINUX_CPUS = Path.of("/proc/cpuinfo");
    /** What Linux says of a processor's kind, on x86 and on ARM; the other lines differ from core to core or in time. */
    private static final List<String> LINUX_KEYS = List.of("vendor_id", "cpu family", "model", "stepping",
            "flags",
            "CPU implementer", "CPU architecture", "CPU variant", "CPU part", "Features");

    private Processor() {}

    /**
     * Describes the processor: on Linux its model and all of its features, elsewhere what the system calls it.
     *
     * @return a text that is the same in every process of this machine
     */
    public static String description() {
        return System.getProperty("os.arch", "") + '\n'
                + System.getenv().getOrDefault("PROCESSOR_IDENTIFIER", "") + '\n' + linux(LINUX_CPUS);
    }

    /** Returns the lines that tell the kind of the processors, each once; empty where there is no such file. */
    static String linux(final Path cpus) {
        try (var lines = Files.lines(cpus)) {
            return String.join("\n",
                    lines.filter(line -> LINUX_KEYS.contains(line.split(":", 2)[0].strip())).distinct()
                            .toList());
        } catch (IOException e) {
            return "";
        }
    }
}
