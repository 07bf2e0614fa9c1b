package dev.ingot.hf;

/** The files that hold the tensors of a model. */
sealed interface Checkpoint extends AutoCloseable permits Safetensors, GgufCheckpoint {

    /** Size of all tensors. */
    long weightBytes();

    /** Puts what identifies the files without reading tensors into a hash. */
    void addTo(SourceHash hash);

    @Override
    void close();
}
