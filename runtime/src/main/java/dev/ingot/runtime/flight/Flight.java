package dev.ingot.runtime.flight;

import java.util.Optional;

/**
 * Makes events where the Java runtime has Flight Recorder: an image made by jlink may lack it. Events that nobody records
 * cost next to nothing.
 */
public final class Flight {

    private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private Flight() {}

    /**
     * Begins the event of a load.
     *
     * @return the event, or empty without Flight Recorder
     */
    public static Optional<LoadFlight> load() {
        return PRESENT ? Optional.of(new LoadFlight()) : Optional.empty();
    }

    /**
     * Begins the events of a generation.
     *
     * @param model        name of its directory
     * @param promptTokens tokens of the prompt
     * @return the events, or empty without Flight Recorder
     */
    public static Optional<GenerationFlight> generation(final String model, final int promptTokens) {
        return PRESENT ? Optional.of(new GenerationFlight(model, promptTokens)) : Optional.empty();
    }
}
