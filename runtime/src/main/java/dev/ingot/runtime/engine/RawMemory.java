package dev.ingot.runtime.engine;

import dev.ingot.error.InsufficientMemoryException;
import dev.ingot.runtime.machine.CLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Memory of the C library. Other than an arena's it is not cleared, so what is never written takes no room: a block may
 * be made for the longest of several sequences without the short ones paying for it.
 */
final class RawMemory {

    private static final long ALIGNMENT = 64;

    private RawMemory() {}

    /**
     * Allocates.
     *
     * @param bytes at least 1
     * @param arena frees it when it is closed
     * @return memory with anything in it, aligned to 64 bytes
     * @throws InsufficientMemoryException if there is no such block
     */
    @SuppressWarnings("restricted") // native access is what the ONNX Runtime binding needs as well
    static MemorySegment allocate(final long bytes, final Arena arena) {
        final long size = bytes + ALIGNMENT;
        final MemorySegment raw = malloc(size);
        if (raw.address() == 0) {
            throw new InsufficientMemoryException(
                    "The system has no block of " + (size >> 20) + " MB; limit the length");
        }
        final MemorySegment owned = raw.reinterpret(size, arena, RawMemory::free);
        return owned.asSlice(-owned.address() & (ALIGNMENT - 1), bytes);
    }

    private static MemorySegment malloc(final long size) {
        try {
            return (MemorySegment) Calls.MALLOC.invokeExact(size);
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    private static void free(final MemorySegment memory) {
        try {
            Calls.FREE.invokeExact(memory);
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    /** Looked up when they are first needed. */
    private static final class Calls {

        static final MethodHandle MALLOC = CLibrary.get("malloc",
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
        static final MethodHandle FREE = CLibrary.get("free",
                FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
    }
}
