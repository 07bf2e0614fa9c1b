package dev.ingot.foundry;

import dev.ingot.error.ModelFormatException;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.genai.GenaiDecoder;
import dev.ingot.onnx.OnnxPatch;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Whether a directory holds what everyone who loads a model needs. A cache takes nothing else in: a broken model would
 * only be found out when somebody wants to use it.
 */
final class ModelCheck {

    private static final String TOKENIZER = "tokenizer.json";

    private ModelCheck() {}

    /**
     * Checks the graph, the reach of its data files, and that there is a tokenizer. The graph may be
     * of any tool, so it is read as the runtime reads it.
     *
     * @throws ModelFormatException             if one of them is missing or damaged; names it
     * @throws dev.ingot.error.StorageException if one of them cannot be read
     */
    static void whole(final Path directory, final GenaiConfig config) {
        final Path graph = graph(directory, config.decoder());
        OnnxPatch.read(graph).checkExternalData(parentOf(graph, directory));
        if (!Files.isRegularFile(directory.resolve(TOKENIZER))) {
            throw ModelFormatException.of(directory.resolve(TOKENIZER), "the model's tokenizer",
                    "no such file");
        }
    }

    private static Path parentOf(final Path graph, final Path directory) {
        final Path parent = graph.getParent();
        return parent == null ? directory : parent;
    }

    private static Path graph(final Path directory, final GenaiDecoder decoder) {
        final Path graph;
        try {
            graph = directory.resolve(decoder.filename());
        } catch (InvalidPathException e) {
            throw ModelFormatException.at(directory.resolve(CacheScan.GENAI), "model.decoder.filename", -1,
                    "a file name", e.getReason(), e);
        }
        if (!Files.isRegularFile(graph)) {
            throw ModelFormatException.of(graph, "a graph, as " + CacheScan.GENAI + " names it",
                    "no such file");
        }
        return graph;
    }
}
