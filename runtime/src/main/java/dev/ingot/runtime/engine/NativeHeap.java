package dev.ingot.runtime.engine;

import dev.ingot.runtime.machine.CLibrary;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The heap of the C library. The one of GNU/Linux keeps what is freed for later: of a model of 2 GB more than 1.6 GB
 * stayed with the process after everything was closed. Asked to, it returns it to the system.
 */
final class NativeHeap {

    private static final Logger LOG = System.getLogger(NativeHeap.class.getName());

    private NativeHeap() {}

    /** Returns free memory to the system, where the C library has a call for it. Takes milliseconds. */
    static void trim() {
        CLibrary.find("malloc_trim", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG))
                .ifPresent(NativeHeap::trim);
    }

    private static void trim(final MethodHandle call) {
        try {
            final int released = (int) call.invokeExact(0L);
            LOG.log(Level.TRACE, "malloc_trim: {0}", released);
        } catch (Throwable e) {
            LOG.log(Level.DEBUG, "free memory of the native heap stays with the process", e);
        }
    }
}
