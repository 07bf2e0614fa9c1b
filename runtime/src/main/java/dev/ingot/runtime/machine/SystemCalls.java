package dev.ingot.runtime.machine;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Calls of the C library about this process's own address space; looked up when first needed, on Linux only. */
final class SystemCalls {

    private static final MethodHandle MADVISE = CLibrary.get("madvise",
            FunctionDescriptor.of(ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
    private static final MethodHandle MINCORE = CLibrary.get("mincore",
            FunctionDescriptor.of(ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
    private static final MethodHandle PAGE_SIZE = CLibrary.get("getpagesize",
            FunctionDescriptor.of(ValueLayout.JAVA_INT));

    private SystemCalls() {}

    /** Gives advice about memory; false where the system does not take it. */
    static boolean madvise(final long address, final long bytes, final int advice) {
        try {
            return (int) MADVISE.invokeExact(address, bytes, advice) == 0;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    /** Tells for every page whether it is in memory; false where there is no such memory. */
    static boolean mincore(final long address, final long bytes, final MemorySegment resident) {
        try {
            return (int) MINCORE.invokeExact(address, bytes, resident) == 0;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    /** Returns the bytes of an ordinary page. */
    static int pageSize() {
        try {
            return (int) PAGE_SIZE.invokeExact();
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }
}
