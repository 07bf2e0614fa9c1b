package dev.ingot;

import dev.ingot.Progress.Stage;

/** Counts tensors and bytes and passes them on. Used by one thread. */
final class ProgressMeter {

    private final ProgressListener listener;
    private final int tensors;
    private final long bytes;
    private int tensorsDone;
    private long bytesDone;

    ProgressMeter(final ProgressListener listener, final int tensors, final long bytes) {
        this.listener = listener;
        this.tensors = tensors;
        this.bytes = bytes;
    }

    void stage(final Stage stage) {
        report(stage, "");
    }

    void done(final String tensor, final long size) {
        tensorsDone++;
        bytesDone += size;
        report(Stage.WRITING, tensor);
    }

    private void report(final Stage stage, final String tensor) {
        listener.onProgress(new Progress(stage, tensor, tensorsDone, tensors, bytesDone, bytes));
    }
}
