package dev.ingot.runtime.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside what the kernel itself says of the memory; where it has no huge pages, nothing may be claimed. */
final class HugePagesTest {

    private static final int MADV_DONTNEED = 4;
    private static final int MADV_NOHUGEPAGE = 15;
    private static final long MEGABYTE = 1 << 20;

    private final HugePages huge = HugePages.ofSystem();

    @TempDir
    Path directory;

    @Test
    void memoryInUseIsMovedAndStaysTheSame() throws IOException {
        try (var arena = Arena.ofConfined()) {
            final var memory = filled(arena);
            final AddressRange range = memory.range();
            long moved = 0;
            for (final AddressRange whole : huge.whole(List.of(range))) {
                moved += huge.collapse(whole);
            }
            assertThat(moved).isEqualTo(HugeMemory.canBeMoved() ? 30 * MEGABYTE : 0)
                    .isLessThanOrEqualTo(HugeMemory.bytes(range));
            memory.assertUnchanged();
        }
    }

    @Test
    void memoryThatIsHardlyUsedStaysAsItIs() throws IOException {
        try (var arena = Arena.ofConfined()) {
            final AddressRange range = filled(arena).range();
            for (final AddressRange whole : huge.whole(List.of(range))) {
                final long half = huge.size() / 2;
                for (long page = whole.from(); page < whole.to(); page += 2 * huge.size()) {
                    assertThat(SystemCalls.madvise(page, half, MADV_DONTNEED)).isTrue();
                }
                assertThat(huge.collapse(whole)).isEqualTo(14 * MEGABYTE)
                        .isLessThanOrEqualTo(HugeMemory.bytes(range));
            }
        }
    }

    /** Where its owner has forbidden it, the kernel answers with an error. */
    @Test
    void memoryThatMustNotBeMovedStaysTheSame() {
        try (var arena = Arena.ofConfined()) {
            final var memory = filled(arena);
            for (final AddressRange whole : huge.whole(List.of(memory.range()))) {
                assertThat(SystemCalls.madvise(whole.from(), whole.size(), MADV_NOHUGEPAGE)).isTrue();
                assertThat(huge.collapse(whole)).isZero();
            }
            memory.assertUnchanged();
        }
    }

    @Test
    void memoryThatIsGoneIsLeftAlone() {
        for (final AddressRange whole : huge.whole(List.of(new AddressRange(1 << 12, 64 << 20)))) {
            assertThat(huge.collapse(whole)).isZero(); // nothing lies so low
        }
    }

    @Test
    void whoSwitchedThemOffHasNone() throws IOException {
        Files.writeString(directory.resolve("hpage_pmd_size"), "2097152\n");
        Files.writeString(directory.resolve("enabled"), "always [madvise] never\n");
        assertThat(HugePages.of(directory).size()).isEqualTo(2 * MEGABYTE);
        Files.writeString(directory.resolve("enabled"), "always madvise [never]\n");
        assertThat(HugePages.of(directory).size()).isZero();
        assertThat(HugePages.of(directory.resolve("none")).size()).isZero();
        assertThat(
                HugePages.of(directory.resolve("none")).whole(List.of(new AddressRange(0, MEGABYTE << 10))))
                .isEmpty();
    }

    /** 32 MB that begin in the middle of a huge page. */
    private FilledMemory filled(final Arena arena) {
        final long size = 2 * MEGABYTE;
        final MemorySegment all = arena.allocate(34 * MEGABYTE, 64);
        final long skip = Math.floorMod(size / 2 - all.address(), size);
        return new FilledMemory(all.asSlice(skip, 32 * MEGABYTE));
    }

    @Test
    void rangesOfAProcessAreThoseThatItAloneWrites() {
        assertThat(AddressRange.anonymous(List.of(
                "00400000-00401000 r-xp 00000000 fe:00 1234                       /usr/bin/java",
                "01000000-01200000 rw-p 00000000 00:00 0                          [heap]",
                "7f0000000000-7f0000400000 rw-p 00000000 00:00 0 ",
                "7f0000400000-7f0000500000 rw-p 00001000 fe:00 99                 /lib/libc.so.6",
                "7f0000500000-7f0000600000 rw-s 00000000 00:00 0 ",
                "7ffd00000000-7ffd00021000 rw-p 00000000 00:00 0                  [stack]")))
                .containsExactly(new AddressRange(0x1000000, 0x1200000),
                        new AddressRange(0x7f0000000000L, 0x7f0000400000L));
    }

    /** Beside sets of bytes. */
    @Test
    void whatWasThereBeforeIsTakenAway() {
        final var random = new Random(7);
        for (int round = 0; round < 500; round++) {
            final var some = ranges(random);
            final var less = ranges(random);
            final var rest = AddressRange.without(some, less);
            for (int at = 0; at < 64; at++) {
                assertThat(holds(rest, at)).as("%s without %s at %d", some, less, at)
                        .isEqualTo(holds(some, at) && !holds(less, at));
            }
        }
    }

    private static List<AddressRange> ranges(final Random random) {
        final var made = new ArrayList<AddressRange>();
        for (int at = random.nextInt(8); at < 56; at += random.nextInt(4)) {
            final int from = at;
            at += 1 + random.nextInt(9);
            made.add(new AddressRange(from, at));
        }
        return made;
    }

    private static boolean holds(final List<AddressRange> ranges, final int at) {
        return ranges.stream().anyMatch(it -> it.from() <= at && at < it.to());
    }
}
