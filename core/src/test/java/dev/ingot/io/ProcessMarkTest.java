package dev.ingot.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessMarkTest {

    private static final String FOREIGN = "999999999-1700000000000-0badc0de";

    @TempDir
    Path directory;

    private void touch(final Path file, final Duration ago) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(ago)));
    }

    @Test
    void thisProcessIsAlive() throws IOException {
        final String own = ProcessMark.current();
        assertThat(own).matches("\\d+-\\d+-[0-9a-f]{8}");
        assertThat(ProcessMark.isDead(own, directory)).isFalse();
    }

    @Test
    void aNumberThatNobodyHasHereIsDeadHere() throws IOException {
        final String host = ProcessMark.current().replaceFirst(".*-", "");
        assertThat(ProcessMark.isDead("999999999-1700000000000-" + host, directory)).isTrue();
        assertThat(ProcessMark.isDead("999999999-1700000000000", directory)).as("old marks name no host")
                .isTrue();
        assertThat(ProcessMark.isDead("something else", directory)).isFalse();
    }

    @Test
    void workOfAnotherMachineIsLeftAloneForADay() throws IOException {
        final Path file = Files.writeString(directory.resolve("model.onnx.data"), "half");
        assertThat(ProcessMark.isDead(FOREIGN, directory)).isFalse();
        touch(file, Duration.ofHours(23));
        touch(directory, Duration.ofDays(9));
        assertThat(ProcessMark.isDead(FOREIGN, directory)).as("a file was written since").isFalse();
        touch(file, Duration.ofHours(25));
        touch(directory, Duration.ofHours(1));
        assertThat(ProcessMark.isDead(FOREIGN, directory)).as("a file was made since").isFalse();
        touch(directory, Duration.ofHours(25));
        assertThat(ProcessMark.isDead(FOREIGN, directory)).isTrue();
    }

    @Test
    void whatAnotherMachineWritesOutlivesEveryChangeHere() throws IOException {
        final Path staging = Files.createDirectory(directory.resolve(".model.ingot-new-" + FOREIGN + "-1"));
        Files.writeString(staging.resolve(StagedDirectory.MARK), "ingot " + FOREIGN);
        final Path visible = Files.createDirectory(directory.resolve("other"));
        Files.writeString(visible.resolve(StagedDirectory.MARK), "ingot " + FOREIGN);
        Leftovers.clearAll(directory);
        assertThat(staging).exists();
        assertThat(visible).exists();
        for (final Path it : new Path[]{staging, visible}) {
            touch(it.resolve(StagedDirectory.MARK), Duration.ofDays(2));
            touch(it, Duration.ofDays(2));
        }
        Leftovers.clearAll(directory);
        assertThat(staging).doesNotExist();
        assertThat(visible).doesNotExist();
    }

    @Test
    void machinesAndContainersDiffer() throws IOException {
        final Path first = machine("first", "alpha", "pid:[4026531836]");
        assertThat(ProcessMark.host(first))
                .isEqualTo(ProcessMark.host(machine("again", "alpha", "pid:[4026531836]")))
                .isNotEqualTo(ProcessMark.host(machine("host", "beta", "pid:[4026531836]")))
                .isNotEqualTo(ProcessMark.host(machine("container", "alpha", "pid:[4026532000]")));
    }

    private Path machine(final String name, final String host, final String space) throws IOException {
        final Path proc = Files.createDirectories(directory.resolve(name));
        Files.createDirectories(proc.resolve("sys/kernel"));
        Files.writeString(proc.resolve("sys/kernel/hostname"), host + "\n");
        Files.createDirectories(proc.resolve("self/ns"));
        Files.createSymbolicLink(proc.resolve("self/ns/pid"), Path.of(space));
        return proc;
    }
}
