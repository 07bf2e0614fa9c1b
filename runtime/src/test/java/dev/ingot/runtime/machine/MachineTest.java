package dev.ingot.runtime.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines are directories here, with the files that Linux has. */
final class MachineTest {

    @TempDir
    Path root;

    private Path write(final String file, final String text) throws IOException {
        final Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    private int cores() {
        return PhysicalCores.linux(root.resolve("cpu"), root.resolve("status")).orElse(-1);
    }

    @Test
    void aProcessorIsItsModelAndItsFeatures() throws IOException {
        final Path file = write("cpuinfo", """
                processor\t: 0
                model\t\t: 17
                cpu MHz\t\t: 2100.5
                flags\t\t: fpu avx2

                processor\t: 1
                model\t\t: 17
                cpu MHz\t\t: 3300.1
                flags\t\t: fpu avx2
                """);
        assertThat(Processor.linux(file)).isEqualTo("model\t\t: 17\nflags\t\t: fpu avx2");
        assertThat(Processor.linux(root.resolve("none"))).isEmpty();
        assertThat(Processor.description()).isEqualTo(Processor.description()).isNotBlank();
    }

    @Test
    void siblingsCountOnce() throws IOException {
        write("status", "Name:\tjava\nCpus_allowed_list:\t0-7\n");
        for (int cpu = 0; cpu < 8; cpu++) {
            write("cpu/cpu" + cpu + "/topology/thread_siblings_list", cpu % 4 + "," + (cpu % 4 + 4) + "\n");
        }
        assertThat(cores()).isEqualTo(4);
    }

    @Test
    void processorsThatAreNotAllowedDoNotCount() throws IOException {
        write("status", "Cpus_allowed_list:\t1,3,5\n");
        for (int cpu = 0; cpu < 8; cpu++) {
            write("cpu/cpu" + cpu + "/topology/thread_siblings_list", cpu / 2 * 2 + "-" + (cpu / 2 * 2 + 1));
        }
        assertThat(cores()).isEqualTo(3);
    }

    @Test
    void otherSystemsAndOddFilesAreNotCounted() throws IOException {
        assertThat(cores()).isEqualTo(-1);
        write("status", "Cpus_allowed_list:\tall\n");
        assertThat(cores()).isEqualTo(-1);
    }

    @Test
    void thisMachineHasCores() {
        assertThat(PhysicalCores.count()).isBetween(1, Runtime.getRuntime().availableProcessors());
    }

    @Test
    void availableMemoryIsRead() throws IOException {
        write("proc/meminfo", "MemTotal:       24684096 kB\nMemAvailable:   2048 kB\n");
        assertThat(FreeMemory.now(root).bytes()).isEqualTo(2 << 20);
        assertThat(FreeMemory.now().bytes()).isPositive();
    }

    @Test
    void theTightestGroupOfVersionTwoCounts() throws IOException {
        write("proc/meminfo", "MemAvailable:   20480 kB\n");
        write("proc/self/cgroup", "0::/a/b\n");
        write("sys/fs/cgroup/a/memory.max", "9000000\n");
        write("sys/fs/cgroup/a/memory.current", "8000000\n");
        write("sys/fs/cgroup/a/memory.stat", "anon 1\ninactive_file 500000\n");
        write("sys/fs/cgroup/a/b/memory.max", "max\n");
        final FreeMemory found = FreeMemory.now(root);
        assertThat(found.bytes()).isEqualTo(1_500_000);
        assertThat(found.source()).contains("control group");
    }

    @Test
    void groupsOfVersionOneCount() throws IOException {
        write("proc/self/cgroup", "9:cpu:/x\n4:memory:/x\n");
        write("sys/fs/cgroup/memory/x/memory.limit_in_bytes", "700\n");
        write("sys/fs/cgroup/memory/x/memory.usage_in_bytes", "600\n");
        write("sys/fs/cgroup/memory/x/memory.stat", "total_inactive_file 50\n");
        assertThat(FreeMemory.now(root).bytes()).isEqualTo(150);
    }

    @Test
    void unknownSystemsHaveNoLimit() {
        assertThat(FreeMemory.now(root).bytes()).isEqualTo(Long.MAX_VALUE);
    }
}
