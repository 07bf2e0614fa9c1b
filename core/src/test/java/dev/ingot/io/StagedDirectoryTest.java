package dev.ingot.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.InvalidOptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedDirectoryTest {

    /** No process has this number: the kernel's limit is far below. */
    private static final String DEAD = "999999999-1";

    @TempDir
    private Path parent;
    private Path target;

    @BeforeEach
    void chooseTarget() {
        target = parent.resolve("model");
    }

    private static void fill(final Path directory, final String content) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("file"), content);
    }

    private List<String> entries() throws IOException {
        try (var files = Files.list(parent)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    @Test
    void growsUnderAnotherNameAndCarriesTheMark() throws IOException {
        try (var staged = StagedDirectory.begin(target, false)) {
            assertThat(staged.path().resolve("download.tmp")).exists();
            assertThat(staged.path()).hasParent(parent);
            assertThat(target).doesNotExist();
        }
        assertThat(entries()).isEmpty();
    }

    @Test
    void publishShowsEverythingWithoutTheMark() throws IOException {
        try (var staged = StagedDirectory.begin(target, false)) {
            Files.writeString(staged.path().resolve("file"), "new");
            staged.publish();
        }
        assertThat(target.resolve("file")).hasContent("new");
        assertThat(target.resolve("download.tmp")).doesNotExist();
        assertThat(entries()).containsExactly("model");
    }

    @Test
    void refusesTargetThatIsNotEmpty() throws IOException {
        fill(target, "old");
        assertThatThrownBy(() -> StagedDirectory.begin(target, false))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining(target.toString()).hasMessageContaining("not empty");
        assertThat(entries()).containsExactly("model");
    }

    @Test
    void takesTargetThatIsEmpty() throws IOException {
        Files.createDirectory(target);
        try (var staged = StagedDirectory.begin(target, false)) {
            Files.writeString(staged.path().resolve("file"), "new");
            staged.publish();
        }
        assertThat(target.resolve("file")).hasContent("new");
    }

    @Test
    void overwritingKeepsTheOldOneUntilPublish() throws IOException {
        fill(target, "old");
        try (var staged = StagedDirectory.begin(target, true)) {
            Files.writeString(staged.path().resolve("file"), "new");
            assertThat(target.resolve("file")).hasContent("old");
            staged.publish();
        }
        assertThat(target.resolve("file")).hasContent("new");
        assertThat(entries()).containsExactly("model");
    }

    @Test
    void twoAtOnceDoNotMeet() throws IOException {
        try (var one = StagedDirectory.begin(target, true); var two = StagedDirectory.begin(target, true)) {
            Files.writeString(one.path().resolve("file"), "one");
            Files.writeString(two.path().resolve("file"), "two");
            one.publish();
            two.publish();
        }
        assertThat(target.resolve("file")).hasContent("two");
        assertThat(entries()).containsExactly("model");
    }

    @Test
    void clearsWhatADeadProcessWasGrowing() throws IOException {
        final Path dead = parent.resolve(".model.ingot-new-" + DEAD + "-1");
        fill(dead, "half");
        Leftovers.clear(target);
        assertThat(entries()).isEmpty();
    }

    /** Marks of visible directories are written beside them and moved in whole: one without its text has no owner. */
    @Test
    void clearsTheMarkThatADeadProcessHadNotMovedInYet() throws IOException {
        fill(target, "whole");
        Files.writeString(parent.resolve(".model.ingot-new-" + DEAD + "-1"), "");
        Leftovers.clearAll(parent);
        assertThat(entries()).containsExactly("model");
        assertThat(target.resolve("file")).hasContent("whole");
    }

    @Test
    void putsBackWhatADeadProcessHadMovedAway() throws IOException {
        fill(parent.resolve(".model.ingot-old-" + DEAD + "-1"), "old");
        fill(parent.resolve(".model.ingot-new-" + DEAD + "-2"), "new");
        Leftovers.clear(target);
        assertThat(target.resolve("file")).hasContent("old");
        assertThat(entries()).containsExactly("model");
    }

    @Test
    void dropsWhatADeadProcessHadRenamedButNotUnmarked() throws IOException {
        fill(target, "new");
        Files.writeString(target.resolve("download.tmp"), "ingot " + DEAD);
        fill(parent.resolve(".model.ingot-old-" + DEAD + "-1"), "old");
        Leftovers.clearAll(parent);
        assertThat(target.resolve("file")).hasContent("old");
        assertThat(entries()).containsExactly("model");
    }

    @Test
    void finishesDeletingWhatWasReplaced() throws IOException {
        fill(target, "new");
        final Path old = parent.resolve(".model.ingot-old-" + DEAD + "-1");
        fill(old, "old");
        Files.writeString(old.resolve("download.tmp"), "ingot " + DEAD);
        Leftovers.clearAll(parent);
        assertThat(target.resolve("file")).hasContent("new");
        assertThat(entries()).containsExactly("model");
    }

    @Test
    void leavesOtherPeoplesMarksAndLiveWorkAlone() throws IOException {
        fill(parent.resolve("download"), "half");
        Files.createFile(parent.resolve("download/download.tmp"));
        try (var staged = StagedDirectory.begin(target, false)) {
            Leftovers.clearAll(parent);
            assertThat(staged.path().resolve("download.tmp")).exists();
        }
        assertThat(parent.resolve("download/file")).exists();
    }

    @Test
    void refusesTheRootAndFiles() throws IOException {
        assertThatThrownBy(() -> StagedDirectory.begin(Path.of("/"), true))
                .isInstanceOf(InvalidOptionException.class);
        Files.writeString(target, "a file");
        assertThatThrownBy(() -> StagedDirectory.begin(target, true))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("a file");
        assertThat(target).hasContent("a file");
    }

    @Test
    void replacesWhatALinkPointsTo() throws IOException {
        fill(parent.resolve("real"), "old");
        Files.createSymbolicLink(target, parent.resolve("real"));
        try (var staged = StagedDirectory.begin(target, true)) {
            Files.writeString(staged.path().resolve("file"), "new");
            staged.publish();
        }
        assertThat(target).isSymbolicLink();
        assertThat(parent.resolve("real/file")).hasContent("new");
        assertThat(entries()).containsExactlyInAnyOrder("real", "model");
    }

    @Test
    void asksForMoreSpaceThanThereIs() {
        assertThatThrownBy(() -> DiskSpace.require(parent, Long.MAX_VALUE / 2))
                .hasMessageContaining(parent.toString()).hasMessageContaining("Not enough disk space");
    }
}
