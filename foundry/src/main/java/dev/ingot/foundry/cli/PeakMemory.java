package dev.ingot.foundry.cli;

import dev.ingot.foundry.validate.measure.ProcessStatus;
import java.util.OptionalLong;

/** The most memory this process ever had resident. */
final class PeakMemory {

    private PeakMemory() {}

    /** Returns bytes, or empty where the system does not tell in a file (it does on Linux). */
    static OptionalLong bytes() {
        return ProcessStatus.now().bytes("VmHWM");
    }
}
