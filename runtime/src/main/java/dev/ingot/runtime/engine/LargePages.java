package dev.ingot.runtime.engine;

import dev.ingot.runtime.machine.AddressRange;
import dev.ingot.runtime.machine.HugePages;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * Moves weights into large pages while the model is already at work. A step reads all weights once; in pages of 4 KB the
 * processor looks up an address for every 64 cache lines, and under a hypervisor each look is many: a tenth of a step.
 * Memory that is hardly used stays as it is, so that nothing grows.
 */
final class LargePages implements AutoCloseable {

    private static final Logger LOG = System.getLogger(LargePages.class.getName());
    private static final int PAGES_AT_ONCE = 16; // what one pass holds the address space for, and closing may wait for

    private final Thread worker;
    private final List<AddressRange> ranges;
    private volatile boolean closing;

    private LargePages(final String name, final List<AddressRange> ranges) {
        this.ranges = ranges;
        worker = Thread.ofPlatform().daemon().name("ingot-large-pages-" + name).unstarted(this::work);
    }

    /** Begins to move what can be moved of the ranges; they must stay allocated until this is closed. */
    static LargePages move(final String name, final List<AddressRange> ranges) {
        final var pages = new LargePages(name, ranges);
        if (!ranges.isEmpty()) {
            pages.worker.start();
        }
        return pages;
    }

    private void work() {
        final long start = System.nanoTime();
        final HugePages huge = HugePages.ofSystem();
        final long step = huge.size() * PAGES_AT_ONCE;
        long moved = 0;
        for (final AddressRange range : huge.whole(ranges)) {
            for (long from = range.from(); from < range.to() && !closing; from += step) {
                moved += huge.collapse(new AddressRange(from, Math.min(from + step, range.to())));
            }
        }
        LOG.log(Level.DEBUG, "{0} MB moved into large pages in {1} ms", moved >> 20,
                (System.nanoTime() - start) / 1_000_000);
    }

    /** Stops soon, in milliseconds; afterwards the memory may be freed. */
    @Override
    public void close() {
        closing = true;
        ThreadEnd.await(worker);
    }
}
