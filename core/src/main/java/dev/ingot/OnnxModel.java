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

    private static final String CONFIG = "config.json";

    /**
     * Takes a directory that already holds a model, made by Ingot or by another tool. One without genai_config.json, but
     * with a graph and config.json, can be registered: the file is then worked out from these two.
     *
     * @param directory with a genai_config.json, or a graph and its config.json
     * @return the model, named as its directory
     * @throws ModelFormatException if there is neither
     */
    public static OnnxModel open(final Path directory) {
        if (!Files.isRegularFile(directory.resolve(GenaiConfig.FILE_NAME)) && !isUndescribed(directory)) {
            throw ModelFormatException.of(directory, "an ONNX model directory with " + GenaiConfig.FILE_NAME,
                    found(directory));
        }
        return new OnnxModel(directory, String.valueOf(directory.toAbsolutePath().normalize().getFileName()));
    }

    private static String found(final Path directory) {
        if (!Files.isDirectory(directory)) {
            return Files.exists(directory) ? "a file; " + instead(directory) : "no such directory";
        }
        return Files.isRegularFile(directory.resolve(CONFIG))
                ? "a Hugging Face model; convert it first: ingot convert --model " + directory + " --output "
                        + directory.resolveSibling(directory.getFileName() + "-onnx")
                : "none";
    }

    /** What to give where a file was given. */
    private static String instead(final Path file) {
        return file.toString().endsWith(".onnx")
                ? "give the directory that it lies in: " + file.toAbsolutePath().getParent()
                : "convert it first: ingot convert --model " + file + " --output DIR";
    }

    private static boolean isUndescribed(final Path directory) {
        return Files.isRegularFile(directory.resolve(CONFIG)) && (holdsGraph(directory)
                || Files.isRegularFile(directory.resolve("onnx").resolve("model.onnx")));
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
