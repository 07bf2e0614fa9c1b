package dev.ingot.compare;

import dev.ingot.foreign.GraphMatrices;
import dev.ingot.foreign.StoredBlocks;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.quantize.WeightMatrix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The floats of a model, found by the matrices of its quantized variants. Nothing is loaded: what is handed out is
 * mapped, or computed when asked for, and valid until the close.
 */
public sealed interface FloatMatrices extends AutoCloseable permits CheckpointMatrices, FloatGraph {

    /**
     * Opens a float model.
     *
     * @param model   a Hugging Face directory, a GGUF file, or the directory of a float ONNX model
     * @param adapter PEFT directory of an adapter that the variants have merged; only with a checkpoint
     * @return its matrices, to be closed by the caller
     * @throws dev.ingot.error.IngotException if the model is malformed or not supported
     */
    static FloatMatrices open(final Path model, final Optional<Path> adapter) {
        return isOnnx(model)
                ? new FloatGraph(GraphMatrices.open(model))
                : CheckpointMatrices.open(model, adapter);
    }

    /**
     * Tells what lies in a directory.
     *
     * @param model a directory, or a file
     * @return true for an ONNX model with a description, false for what would have to be converted
     */
    static boolean isOnnx(final Path model) {
        return Files.isRegularFile(model.resolve(GenaiConfig.FILE_NAME));
    }

    /**
     * Finds the floats that a quantized matrix stands for.
     *
     * @param matrix of a variant
     * @return the floats, or empty when this model has no matrix of that name
     */
    Optional<WeightMatrix> like(StoredBlocks matrix);

    /**
     * Tells whether every matrix of a graph that Ingot built from this model has its floats here.
     *
     * @return true if so
     */
    boolean complete();

    @Override
    void close();
}
