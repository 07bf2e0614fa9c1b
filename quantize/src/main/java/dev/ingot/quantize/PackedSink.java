package dev.ingot.quantize;

import java.io.IOException;

/** Takes quantized rows, in any order and from several threads at once. */
@FunctionalInterface
public interface PackedSink {

    /**
     * Takes some rows; their memory is reused after the call returns.
     *
     * @param rows the rows
     * @throws IOException if they cannot be stored
     */
    void accept(PackedRows rows) throws IOException;
}
