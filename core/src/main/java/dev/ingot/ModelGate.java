package dev.ingot;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Judges a converted model before anybody else can see it: what it refuses is not published and cannot be registered.
 * Core does not run models; {@code dev.ingot.quality.QualityGate} does.
 */
@FunctionalInterface
public interface ModelGate {

    /**
     * A model that waits to be published.
     *
     * @param model  the model, whole, in a directory that is published or removed afterwards; to be read only, and
     *               closed when the judge returns
     * @param name   what it will be called
     * @param source what it was made from
     * @param floats the same conversion in 32-bit floats, adapters included, to compare with; empty when the source is
     *               itself an ONNX model, which can be run as it is
     */
    record Candidate(OnnxModel model, String name, Path source, Optional<Pipeline> floats) {}

    /**
     * Judges a model.
     *
     * @param candidate the model
     * @throws dev.ingot.error.QualityException if it must not be published
     */
    void check(Candidate candidate);

    /**
     * Judges what is known of a model before anything is written: a conversion of an hour should not end with a size that
     * was certain from the start. Without it every size is good.
     *
     * @param name  what the model will be called
     * @param bytes that all its files will have together
     * @throws dev.ingot.error.QualityException if they are too many
     */
    default void checkSize(final String name, final long bytes) {
        // Only those who limit it have something to say.
    }
}
