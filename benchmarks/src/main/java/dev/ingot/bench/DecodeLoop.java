package dev.ingot.bench;

import ai.onnxruntime.OrtException;
import java.util.List;

/** Something that continues a prompt by arg-max. */
interface DecodeLoop extends AutoCloseable {

    /**
     * What one continuation gave.
     *
     * @param tokens  the new tokens
     * @param seconds from the first new token to the last
     */
    record Run(List<Integer> tokens, double seconds) {

        double tokensPerSecond() {
            return (tokens.size() - 1) / seconds;
        }
    }

    String name();

    Run run(int[] prompt, int count) throws OrtException;

    @Override
    void close() throws OrtException;
}
