package dev.ingot.quality;

import dev.ingot.Calibration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A calibration of one model that is converted several times: its text is read, or generated, once. Thread-safe. */
final class RememberedText implements Calibration {

    private final Calibration base;
    private @Nullable List<int[]> windows;

    RememberedText(final Calibration base) {
        this.base = base;
    }

    @Override
    public String description() {
        return base.description();
    }

    @Override
    public int tokens() {
        return base.tokens();
    }

    @Override
    public boolean generates() {
        return base.generates();
    }

    @Override
    public synchronized List<int[]> windows(final Subject model) {
        if (windows == null) {
            windows = List.copyOf(base.windows(model));
        }
        return windows;
    }

    @Override
    public Program load(final byte[] graph) {
        return base.load(graph);
    }
}
