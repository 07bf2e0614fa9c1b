package dev.ingot.onnx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An ONNX model: a graph with the operator sets it needs and what is said about it.
 *
 * @param irVersion version of the file format; 10 where INT4 and Gelu are known
 * @param opsets    version by operator set, for example {@code "" -> 21, "com.microsoft" -> 1}
 * @param producer  who made it
 * @param version   of the producer
 * @param metadata  free key-value pairs (metadata_props)
 * @param graph     the computation
 */
public record Model(long irVersion, Map<String, Long> opsets, String producer, String version,
        Map<String, String> metadata, Graph graph) {

    /** Copies the maps. */
    public Model {
        opsets = Collections.unmodifiableMap(new LinkedHashMap<>(opsets));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
}
