package dev.ingot.runtime.engine;

import dev.ingot.error.ModelRunException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Turns ONNX Runtime's telemetry off before its library is loaded. Outside Windows release 1.29 starts a reporter with
 * the environment, which opens connections, leaves files in the temporary directory and reads the process's command
 * line into a buffer too small for it: with more than 4 KB of arguments (a long class path) the whole process crashes.
 * The one switch that is early enough is an environment variable, which Java cannot set; the C library can. A value
 * that somebody has set is left alone.
 */
final class TelemetrySwitch {

    static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

    private TelemetrySwitch() {}

    /** Sets the variable for native code of this process, unless it is set. */
    static void off() {
        if (System.getenv(VARIABLE) == null && !System.getProperty("os.name", "").startsWith("Windows")) {
            set();
        }
    }

    @SuppressWarnings("restricted") // native access is what the ONNX Runtime binding needs as well
    private static void set() {
        final Linker linker = Linker.nativeLinker();
        final MethodHandle setenv = linker.downcallHandle(linker.defaultLookup().findOrThrow("setenv"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT));
        try (var arena = Arena.ofConfined()) {
            final int failed = (int) setenv.invokeExact(arena.allocateFrom(VARIABLE), arena.allocateFrom("1"),
                    0);
            if (failed != 0) {
                throw new ModelRunException("Cannot set the environment variable " + VARIABLE);
            }
        } catch (Throwable e) {
            throw e instanceof RuntimeException known
                    ? known
                    : new ModelRunException("Cannot set the environment variable " + VARIABLE, e);
        }
    }
}
