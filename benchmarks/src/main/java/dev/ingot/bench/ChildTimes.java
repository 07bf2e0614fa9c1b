package dev.ingot.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The processor time of all child processes that have ended and been waited for, from getrusage(RUSAGE_CHILDREN): what
 * the kernel charged them and their own children for, exactly. Linux and macOS.
 */
final class ChildTimes {

    private static final int RUSAGE_CHILDREN = -1;
    /** Larger than struct rusage on every system: 144 bytes. */
    private static final long STRUCT_BYTES = 256;
    private static final long TIMEVAL_BYTES = 16;
    private static final MethodHandle GETRUSAGE = handle();

    private ChildTimes() {}

    // Calling into the C library is the purpose; the signature is fixed by POSIX.
    @SuppressWarnings("restricted")
    private static MethodHandle handle() {
        final var linker = Linker.nativeLinker();
        final var symbol = linker.defaultLookup().find("getrusage")
                .orElseThrow(() -> new UnsupportedOperationException("this system has no getrusage"));
        return linker.downcallHandle(symbol, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS));
    }

    /** Returns user and system time together, in seconds. */
    static double seconds() {
        try (var arena = Arena.ofConfined()) {
            final var usage = arena.allocate(STRUCT_BYTES, ValueLayout.JAVA_LONG.byteAlignment());
            final int result = (int) GETRUSAGE.invokeExact(RUSAGE_CHILDREN, usage);
            if (result != 0) {
                throw new IllegalStateException("getrusage: " + result);
            }
            return timeval(usage, 0) + timeval(usage, TIMEVAL_BYTES);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Microseconds fit the lower half on every little-endian system, whichever width the C type has. */
    private static double timeval(final MemorySegment usage, final long offset) {
        return usage.get(ValueLayout.JAVA_LONG, offset)
                + usage.get(ValueLayout.JAVA_INT, offset + Long.BYTES) / 1e6;
    }
}
