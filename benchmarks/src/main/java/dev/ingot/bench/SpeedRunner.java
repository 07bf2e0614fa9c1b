package dev.ingot.bench;

import ai.onnxruntime.OrtException;
import java.io.IOException;

/** A runtime whose speed is measured. */
interface SpeedRunner extends AutoCloseable {

    /** Returns what it is called in the table. */
    String name();

    /** Measures once, and returns tokens per second. */
    double measure(SpeedCase speed) throws IOException, OrtException, InterruptedException;

    @Override
    void close() throws OrtException;
}
