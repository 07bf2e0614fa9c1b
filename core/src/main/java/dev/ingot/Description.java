package dev.ingot;

import dev.ingot.chat.ChatTemplate;
import dev.ingot.decoder.Decoder;
import dev.ingot.error.StorageException;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.hf.HfModel;
import dev.ingot.onnx.Model;
import dev.ingot.onnx.OnnxFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything of an exported model but its weights, found and checked before the first weight is read.
 *
 * @param graph      the computation with what is said about it
 * @param config     genai_config.json
 * @param provenance ingot.json
 * @param sideFiles  copied as they are
 */
record Description(Model graph, GenaiConfig config, Provenance provenance, List<Path> sideFiles) {

    static Description of(final HfModel model, final Decoder decoder, final Settings settings) {
        final var ends = EndTokens.of(model, ChatTemplate.load(model.directory()), decoder.vocabulary());
        final var provenance = Provenance.of(model, settings);
        return new Description(provenance.describe(decoder.graph()),
                GenaiSettings.of(model, decoder, ends, settings.maxLength()), provenance, model.sideFiles());
    }

    void write(final Path directory) {
        OnnxFiles.write(graph, directory.resolve(Decoder.GRAPH_FILE));
        config.write(directory.resolve(GenaiConfig.FILE_NAME));
        for (final Path file : sideFiles) {
            copy(file, directory);
        }
        provenance.write(directory.resolve("ingot.json"));
    }

    private static void copy(final Path file, final Path directory) {
        try {
            Files.copy(file, directory.resolve(String.valueOf(file.getFileName())));
        } catch (IOException e) {
            throw new StorageException("copy", file, e);
        }
    }
}
