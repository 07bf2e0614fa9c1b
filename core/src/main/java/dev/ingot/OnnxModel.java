package dev.ingot;

import dev.ingot.error.ModelFormatException;
import dev.ingot.genai.GenaiConfig;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory that holds a whole ONNX language model: {@code model.onnx}, {@code model.onnx.data},
 * {@code genai_config.json} and the tokenizer's files.
 *
 * @param directory where it lies
 * @param name      what it is called unless the caller says otherwise
 */
public record OnnxModel(Path directory, String name) {

    /**
     * Takes a directory that already holds a model, made by Ingot or by another tool.
     *
     * @param directory with a genai_config.json
     * @return the model, named as its directory
     * @throws ModelFormatException if there is no genai_config.json
     */
    public static OnnxModel open(final Path directory) {
        if (!Files.isRegularFile(directory.resolve(GenaiConfig.FILE_NAME))) {
            throw ModelFormatException.of(directory, "an ONNX model directory with " + GenaiConfig.FILE_NAME,
                    Files.isDirectory(directory) ? "none" : "no such directory");
        }
        return new OnnxModel(directory, String.valueOf(directory.toAbsolutePath().normalize().getFileName()));
    }

    /**
     * Registers the model under its own name.
     *
     * @param registry where
     * @return the model at its registered place
     */
    public OnnxModel register(final ModelRegistry registry) {
        return register(registry, Registration.DEFAULT);
    }

    /**
     * Registers the model.
     *
     * @param registry     where
     * @param registration under which name and with which settings
     * @return the model at its registered place
     */
    public OnnxModel register(final ModelRegistry registry, final Registration registration) {
        return registry.register(this, registration);
    }
}
