package dev.ingot;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What calibrated quantizers are shown: text as token ids, and a way to run the float model on it. This module does not run
 * models; {@code dev.ingot.quality.Calibrations} of the runtime module implements this, and is handed over where it is
 * wanted: {@code INT4.gptq(Calibrations.text(file))}. Implementations are immutable and thread-safe.
 */
public interface Calibration {

    /**
     * Returns what the text is, in a line that differs where the result would: a conversion records it, and is found again
     * by it.
     *
     * @return for example {@code text 5f0c... of at most 32768 tokens}
     */
    String description();

    /**
     * Returns about how long the text is, for estimates of memory and time.
     *
     * @return tokens
     */
    int tokens();

    /**
     * Returns whether the model writes the text itself: then {@link #windows} asks for {@link Subject#runnable}.
     *
     * @return false if the text is there already
     */
    boolean generates();

    /**
     * Returns the text in windows, each to be read from position 0.
     *
     * @param model that reads it
     * @return token ids, at least one window, none of them empty or longer than the model's context
     * @throws dev.ingot.error.IngotException if the text cannot be read, or there is none
     */
    List<int[]> windows(Subject model);

    /**
     * Loads a graph.
     *
     * @param graph an ONNX model without external data
     * @return to be run and closed by the caller
     * @throws dev.ingot.error.ModelRunException if it cannot be loaded
     */
    Program load(byte[] graph);

    /** The model that is being converted. */
    interface Subject {

        /**
         * Returns where tokenizer.json and the chat template lie.
         *
         * @return a directory
         */
        Path directory();

        /**
         * Returns how long a window may be.
         *
         * @return tokens
         */
        int contextLength();

        /**
         * Converts the model at 8 bits, for those who want to hear it talk; the second call returns the same.
         *
         * @return a model that lasts until the calibration ends
         */
        OnnxModel runnable();

        /**
         * Is told how much of a text has been generated.
         *
         * @param tokens so far
         * @param wanted in the end
         */
        void generated(int tokens, int wanted);
    }

    /** A loaded graph, for one thread at a time. */
    interface Program extends AutoCloseable {

        /**
         * Runs it.
         *
         * @param inputs  by name
         * @param outputs where to put what is wanted, by name; the shapes are those that come out
         * @throws dev.ingot.error.CancelledException if the thread is interrupted
         * @throws dev.ingot.error.ModelRunException  if it fails
         */
        void run(Map<String, Value> inputs, Map<String, Value> outputs);

        @Override
        void close();
    }

    /**
     * A tensor in native memory.
     *
     * @param type  of its elements
     * @param data  the elements, in native byte order
     * @param shape its dimensions
     */
    record Value(Type type, MemorySegment data, List<Long> shape) {

        /** What elements are. */
        public enum Type {
            /** Floats of 32 bits. */
            FLOAT,
            /** Signed integers of 64 bits. */
            INT64
        }

        /** Copies the shape. */
        public Value {
            shape = List.copyOf(shape);
        }
    }
}
