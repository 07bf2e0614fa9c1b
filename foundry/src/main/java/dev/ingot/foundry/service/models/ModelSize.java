package dev.ingot.foundry.service.models;

import dev.ingot.error.StorageException;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.genai.MemoryNeed;
import dev.ingot.runtime.GeneratorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Estimates what a model will take once it is loaded. */
final class ModelSize {

    private ModelSize() {}

    /**
     * Estimates from the files: weights, activations of a step, and a first key-value cache for each sequence.
     *
     * @param directory of the model
     * @param options   how it is loaded
     * @return bytes
     * @throws dev.ingot.error.ModelFormatException if its genai_config.json is missing or malformed
     */
    static long of(final Path directory, final GeneratorOptions options) {
        final var config = GenaiConfig.read(directory.resolve(GenaiConfig.FILE_NAME));
        final var need = MemoryNeed.atFirst(config, fileBytes(directory, config.decoder().filename()));
        return need.total() + need.cache() * (options.sequences() - 1);
    }

    /** The graph, and beside it whatever is named after it. */
    private static long fileBytes(final Path directory, final String graph) {
        try (var files = Files.newDirectoryStream(directory,
                file -> String.valueOf(file.getFileName()).startsWith(graph))) {
            long sum = 0;
            for (final Path file : files) {
                sum += Files.size(file);
            }
            return sum;
        } catch (IOException e) {
            throw new StorageException("list", directory, e);
        }
    }
}
