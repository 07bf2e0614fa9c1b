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
 * @param part         what else is counted while measuring or calibrating
 */
public record Progress(Stage stage, String tensor, int tensorsDone, int tensorsTotal, long bytesDone,
        long bytesTotal, Part part) {

    static Progress of(final Stage stage, final Part part) {
        return new Progress(stage, "", 0, 0, 0, 0, part);
    }

    /**
     * A part of a stage.
     *
     * @param unit  what is counted: tokens that the model generates, layers, matrices
     * @param done  how many are done
     * @param total how many there are; 0 where nothing is counted
     */
    public record Part(String unit, int done, int total) {

        /** Nothing is counted. */
        public static final Part NONE = new Part("", 0, 0);

        @Override
        public String toString() {
            return unit + " " + done + " of " + total;
        }
    }

    /** The stages of a conversion, in order. */
    public enum Stage {
        /** Configuration, tokenizer and tensor directory are read and checked; no weight has been touched. */
        READING,
        /** Every matrix is rounded once, to see which need more bits; only for a mixture by sensitivity. */
        MEASURING,
        /**
         * The text for calibration is read, or generated, then the model is run on it layer by layer; only where the
         * method wants that. A method that rounds as it goes is {@link #WRITING} in between.
         */
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
