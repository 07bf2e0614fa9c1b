package dev.ingot.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class TelemetrySwitchTest {

    @Test
    @SuppressWarnings("restricted")
    @DisabledOnOs(OS.WINDOWS) // There it is switched off by a call alone.
    void nativeCodeSeesThatTelemetryIsOff() throws Throwable {
        Ort.environment();
        final var linker = Linker.nativeLinker();
        final var getenv = linker.downcallHandle(linker.defaultLookup().findOrThrow("getenv"),
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        try (var arena = Arena.ofConfined()) {
            final var value = (MemorySegment) getenv
                    .invokeExact(arena.allocateFrom(TelemetrySwitch.VARIABLE));
            assertThat(value.reinterpret(16).getString(0)).isEqualTo("1");
        }
    }
}
