package dev.ingot;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.genai.GenaiConfig;
import java.io.IOException;
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
                    found(directory));
        }
        return new OnnxModel(directory, String.valueOf(directory.toAbsolutePath().normalize().getFileName()));
    }

    private static String found(final Path directory) {
        if (!Files.isDirectory(directory)) {
            return "no such directory";
        }
        return Files.isRegularFile(directory.resolve("config.json")) && !holdsGraph(directory)
                ? "a Hugging Face model; convert it first: ingot convert --model " + directory + " --output "
                        + directory.resolveSibling(directory.getFileName() + "-onnx")
                : "none";
    }

    private static boolean holdsGraph(final Path directory) {
        try (var files = Files.newDirectoryStream(directory, "*.onnx")) {
            return files.iterator().hasNext();
        } catch (IOException e) {
            throw new StorageException("list", directory, e);
        }
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
