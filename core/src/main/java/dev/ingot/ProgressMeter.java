package dev.ingot;

import dev.ingot.Progress.Part;
import dev.ingot.Progress.Stage;

/** Counts tensors and bytes and passes them on. Used by one thread. */
final class ProgressMeter {

    private final ProgressListener listener;
    private final int tensors;
    private final long bytes;
    private int tensorsDone;
    private long bytesDone;
    private Part part = Part.NONE;

    ProgressMeter(final ProgressListener listener, final int tensors, final long bytes) {
        this.listener = listener;
        this.tensors = tensors;
        this.bytes = bytes;
    }

    void stage(final Stage stage) {
        part(stage, Part.NONE);
    }

    /** Counts something else from now on. */
    void part(final Stage stage, final Part now) {
        part = now;
        report(stage, "");
    }

    void done(final String tensor, final long size) {
        tensorsDone++;
        bytesDone += size;
        report(Stage.WRITING, tensor);
    }

    private void report(final Stage stage, final String tensor) {
        listener.onProgress(new Progress(stage, tensor, tensorsDone, tensors, bytesDone, bytes, part));
    }
}
