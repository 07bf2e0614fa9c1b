package dev.ingot.runtime.flight;

/** The event of a load, from its beginning on. */
public final class LoadFlight {

    private final LoadEvent event = new LoadEvent();

    LoadFlight() {
        event.begin();
    }

    /**
     * Ends it.
     *
     * @param model name of its directory
     * @param bytes size of the graph and its weights on disk
     */
    public void end(final String model, final long bytes) {
        event.model = model;
        event.bytes = bytes;
        event.commit();
    }
}
