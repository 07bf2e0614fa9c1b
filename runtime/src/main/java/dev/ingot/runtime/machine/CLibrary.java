package dev.ingot.runtime.machine;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** Functions of the C library that this process is linked with. */
public final class CLibrary {

    private CLibrary() {}

    /**
     * Finds a function that may not be there.
     *
     * @param name its name
     * @param type arguments and result
     * @return how to call it; empty where the library has none
     */
    public static Optional<MethodHandle> find(final String name, final FunctionDescriptor type) {
        return Linker.nativeLinker().defaultLookup().find(name).map(address -> call(address, type));
    }

    /**
     * Finds a function that is always there.
     *
     * @param name its name
     * @param type arguments and result
     * @return how to call it
     */
    public static MethodHandle get(final String name, final FunctionDescriptor type) {
        return call(Linker.nativeLinker().defaultLookup().findOrThrow(name), type);
    }

    @SuppressWarnings("restricted") // native access is what the ONNX Runtime binding needs as well
    private static MethodHandle call(final MemorySegment address, final FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(address, type);
    }

    /**
     * Turns what a method handle may throw into what can be: functions of C throw nothing.
     *
     * @param e thrown by a call
     * @return to be thrown
     */
    public static RuntimeException unexpected(final Throwable e) {
        return switch (e) {
            case RuntimeException it -> it;
            case Error it -> throw it;
            default -> new IllegalStateException(e);
        };
    }
}
