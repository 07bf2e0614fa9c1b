package dev.ingot.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.runtime.machine.AddressRange;
import dev.ingot.runtime.machine.FilledMemory;
import dev.ingot.runtime.machine.HugeMemory;
import dev.ingot.runtime.machine.HugePages;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Memory that is moved by a thread, beside what the kernel says of it. */
final class LargePagesTest {

    private static final long SIZE = (34 << 20) + 4104; // a mapping of its own, and no whole pages

    @Test
    void memoryIsMovedAndKeepsItsContents() throws Exception {
        try (var arena = Arena.ofShared()) {
            final var memory = filled(arena);
            final AddressRange range = memory.range();
            final long before = HugeMemory.bytes(range);
            try (var pages = LargePages.move("moved", List.of(range))) {
                assertThat(pages).isNotNull();
                join("moved");
                final long after = HugeMemory.bytes(range);
                final long whole = HugePages.ofSystem().whole(List.of(range)).stream()
                        .mapToLong(AddressRange::size).sum();
                if (HugeMemory.canBeMoved()) { // the kernel may leave a page where it is that is in use just then
                    assertThat(after).isGreaterThanOrEqualTo(whole / 4 * 3);
                } else {
                    assertThat(after).isEqualTo(before);
                }
                memory.assertUnchanged();
            }
        }
    }

    /** Beside it lies what is not there any more, and what never was. */
    @Test
    void memoryThatIsGoneIsNoFault() throws Exception {
        try (var arena = Arena.ofShared()) {
            final var memory = filled(arena);
            final AddressRange range = memory.range();
            try (var pages = LargePages.move("gone", List.of(new AddressRange(1 << 12, 64 << 20), range,
                    new AddressRange(range.to(), range.to())))) {
                assertThat(pages).isNotNull();
                join("gone");
                memory.assertUnchanged();
            }
        }
    }

    /** Afterwards the memory may be freed: nobody reads it any more. */
    @Test
    void closingEndsTheThreadWhereverItIs() throws IOException {
        for (int round = 0; round < 8; round++) {
            try (var arena = Arena.ofShared()) {
                final var memory = filled(arena);
                LargePages.move("closed", List.of(memory.range())).close();
                assertThat(threads("closed")).isEmpty();
                if (round == 7) {
                    memory.assertUnchanged();
                }
            }
        }
    }

    @Test
    void whereNothingIsToBeMovedThereIsNoThread() {
        try (var pages = LargePages.move("nothing", List.of())) {
            assertThat(pages).isNotNull();
            assertThat(threads("nothing")).isEmpty();
        }
    }

    private static List<Thread> threads(final String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(it -> it.getName().equals("ingot-large-pages-" + name)).toList();
    }

    private static void join(final String name) throws InterruptedException {
        for (final Thread thread : threads(name)) {
            thread.join();
        }
    }

    private static FilledMemory filled(final Arena arena) {
        return new FilledMemory(arena.allocate(SIZE, 64));
    }
}
