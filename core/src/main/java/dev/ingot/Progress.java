package dev.ingot;

/**
 * How far a conversion is.
 *
 * @param stage        what is being done
 * @param tensor       name of the tensor being written, or an empty string
 * @param tensorsDone  tensors written so far
 * @param tensorsTotal tensors to write
 * @param bytesDone    weights written so far, in bytes at 16 bits each
 * @param bytesTotal   weights to write, in bytes at 16 bits each
 */
public record Progress(Stage stage, String tensor, int tensorsDone, int tensorsTotal, long bytesDone,
        long bytesTotal) {

    /** The stages of a conversion, in order. */
    public enum Stage {
        /** Configuration, tokenizer and tensor directory are read and checked; no weight has been touched. */
        READING,
        /** The text for calibration is read, or generated; only where the method wants one. */
        CALIBRATING,
        /** Weights are quantized and written. */
        WRITING,
        /** The gate of the pipeline judges the finished model; only where there is a gate. */
        CHECKING,
        /** Everything is synced and made visible under its final name. */
        PUBLISHING,
        /** The model is complete. */
        DONE
    }
}
