package dev.ingot.gguf;

import dev.ingot.error.UnsupportedModelException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * The keys of a GGUF file that describe its model: those that begin with its architecture.
 *
 * @param metadata of the file
 * @param label    of the architecture
 */
record GgufKeys(GgufMetadata metadata, String label) {

    private String key(final String suffix) {
        return label + "." + suffix;
    }

    boolean has(final String suffix) {
        return metadata.has(key(suffix));
    }

    Optional<String> string(final String suffix) {
        return metadata.string(key(suffix));
    }

    OptionalInt integer(final String suffix) {
        return metadata.integer(key(suffix));
    }

    int requiredInteger(final String suffix) {
        return metadata.requiredInteger(key(suffix));
    }

    OptionalDouble number(final String suffix) {
        return metadata.number(key(suffix));
    }

    double requiredNumber(final String suffix) {
        return number(suffix).orElseThrow(() -> metadata.missing(key(suffix), "a number"));
    }

    boolean isArray(final String suffix) {
        return metadata.isArray(key(suffix));
    }

    Optional<boolean[]> flags(final String suffix) {
        return metadata.flags(key(suffix));
    }

    /** A number that some models have per layer. */
    int scalar(final String suffix) {
        if (!isArray(suffix)) {
            return requiredInteger(suffix);
        }
        final int[] values = metadata.integers(key(suffix)).orElseThrow();
        for (final int value : values) {
            if (value != values[0]) {
                throw asksForConfig(suffix, "the same number for all layers", values[0] + " and " + value);
            }
        }
        if (values.length == 0) {
            throw metadata.missing(key(suffix), "a number");
        }
        return values[0];
    }

    /** Refuses keys that begin in some way unless their rest is known. */
    void refuseOthers(final String prefix, final Predicate<String> known) {
        for (final String key : metadata.keys()) {
            if (key.startsWith(key(prefix)) && !known.test(key.substring(key(prefix).length()))) {
                throw asksForConfig(key.substring(label.length() + 1), "no such key", "it");
            }
        }
    }

    UnsupportedModelException asksForConfig(final String suffix, final String expected, final Object found) {
        return new UnsupportedModelException(metadata.file() + ": " + key(suffix) + ": expected " + expected
                + ", found " + found + "; put the model's config.json beside the file");
    }
}
