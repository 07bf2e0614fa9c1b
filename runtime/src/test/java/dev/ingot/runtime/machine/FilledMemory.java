package dev.ingot.runtime.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/** Memory whose content is known. */
public final class FilledMemory {

    private static final int SEED = 1;

    private final MemorySegment segment;

    /** Fills memory, of whole longs. */
    public FilledMemory(final MemorySegment segment) {
        this.segment = segment;
        final var random = new Random(SEED);
        for (long at = 0; at < segment.byteSize(); at += Long.BYTES) {
            segment.set(ValueLayout.JAVA_LONG, at, random.nextLong());
        }
    }

    /** Returns where it lies. */
    public AddressRange range() {
        return new AddressRange(segment.address(), segment.address() + segment.byteSize());
    }

    /** Fails if it holds something else now. */
    public void assertUnchanged() {
        final var random = new Random(SEED);
        for (long at = 0; at < segment.byteSize(); at += Long.BYTES) {
            if (segment.get(ValueLayout.JAVA_LONG, at) != random.nextLong()) {
                assertThat(at).as("changed at").isNegative();
            }
        }
    }
}
