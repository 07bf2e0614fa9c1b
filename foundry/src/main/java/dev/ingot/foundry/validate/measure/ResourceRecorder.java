package dev.ingot.foundry.validate.measure;

import dev.ingot.foundry.validate.ResourceSample;
import dev.ingot.foundry.validate.ResourceUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Looks at the process now and then, on a thread of its own, until it is closed. When there are many samples every other one
 * is dropped and the time between them doubled, so that a long measurement takes no more room than a short one.
 */
public final class ResourceRecorder implements AutoCloseable {

    private static final int MOST = 512;
    private static final Duration FIRST_INTERVAL = Duration.ofMillis(100);

    private final ProcessProbe probe = new ProcessProbe();
    private final List<ResourceSample> samples = new ArrayList<>(); // guarded by this
    private final ExecutorService thread = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().name("ingot-resources").daemon().factory());
    private Duration interval = FIRST_INTERVAL; // guarded by this

    /** Begins. */
    public ResourceRecorder() {
        add();
        thread.execute(this::record);
    }

    private void record() {
        try {
            while (true) {
                Thread.sleep(pause());
                add();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private synchronized Duration pause() {
        return interval;
    }

    private synchronized void add() {
        if (samples.size() >= MOST) {
            for (int i = samples.size() - 1; i > 0; i -= 2) {
                samples.remove(i);
            }
            interval = interval.multipliedBy(2);
        }
        samples.add(probe.sample());
    }

    /**
     * Tells what was seen until now, this moment included.
     *
     * @return at least two samples
     */
    public synchronized ResourceUse use() {
        add();
        return new ResourceUse(samples, Runtime.getRuntime().availableProcessors());
    }

    /** Ends the thread and waits for it. */
    @Override
    public void close() {
        thread.shutdownNow();
        thread.close();
    }
}
