package dev.ingot.quantize;

import java.io.IOException;
import java.lang.foreign.SegmentAllocator;

/** Work on some consecutive rows; called from several threads at once, for each chunk exactly once. */
@FunctionalInterface
public interface ChunkTask {

    /**
     * Works on rows {@code first} to {@code first + count - 1}.
     *
     * @param first   index of the first row
     * @param count   number of rows
     * @param scratch off-heap memory of the calling worker; what it hands out is uninitialised, and taken back when
     *                this call returns
     * @throws IOException if reading or writing fails
     */
    void run(int first, int count, SegmentAllocator scratch) throws IOException;
}
