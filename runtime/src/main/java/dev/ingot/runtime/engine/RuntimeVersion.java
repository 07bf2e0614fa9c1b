package dev.ingot.runtime.engine;

import dev.ingot.error.UnsupportedModelException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** The lowest version of ONNX Runtime that a model says it needs. */
final class RuntimeVersion {

    /** Key in the graph's metadata_props. */
    static final String KEY = "ingot.min_ort";

    private RuntimeVersion() {}

    /**
     * Checks a model's wish.
     *
     * @param file     the graph file, for the message
     * @param metadata of the graph
     * @param present  version of the ONNX Runtime that is there
     * @throws UnsupportedModelException if it is older
     */
    static void check(final Path file, final Map<String, String> metadata, final String present) {
        final String wanted = metadata.getOrDefault(KEY, "");
        if (!wanted.isBlank() && Arrays.compare(numbers(present), numbers(wanted)) < 0) {
            throw new UnsupportedModelException(file + ": needs ONNX Runtime " + wanted
                    + " or later, found " + present + "; update com.microsoft.onnxruntime:onnxruntime");
        }
    }

    /** Reads the leading numbers: {@code 1.29.0-dev} is 1, 29, 0. */
    private static int[] numbers(final String version) {
        final var numbers = new int[3];
        final String[] parts = version.strip().split("\\D+", -1);
        for (int i = 0; i < Math.min(numbers.length, parts.length); i++) {
            numbers[i] = parts[i].isEmpty() ? 0 : Integer.parseInt(parts[i]);
        }
        return numbers;
    }
}
