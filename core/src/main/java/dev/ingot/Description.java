package dev.ingot;

import dev.ingot.chat.ChatTemplate;
import dev.ingot.decoder.Decoder;
import dev.ingot.genai.EndTokens;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.hf.HfModel;
import dev.ingot.onnx.OnnxFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything of an exported model but its weights, found and checked before the first weight is read.
 *
 * @param config genai_config.json
 * @param files  all small files, that one included
 */
record Description(GenaiConfig config, List<OutputFile> files) {

    static Description of(final HfModel model, final Decoder decoder, final Settings settings) {
        final var ends = new EndTokens(model.directory(), model.config().modelType(),
                model.config().eosTokenIds())
                .of(model.generation(), ChatTemplate.load(model.directory()), decoder.vocabulary());
        final var provenance = Provenance.of(model, settings);
        final var config = GenaiSettings.of(model, decoder, ends, settings.maxLength());
        final var files = new ArrayList<OutputFile>();
        files.add(new OutputFile.Made(Decoder.GRAPH_FILE,
                OnnxFiles.toBytes(provenance.describe(decoder.graph(), decoder.adapters()))));
        files.add(made(GenaiConfig.FILE_NAME, config.toJson()));
        for (final Path file : model.sideFiles()) {
            files.add(new OutputFile.Copied(String.valueOf(file.getFileName()), file));
        }
        files.add(made(Provenance.FILE, provenance.toJson()));
        return new Description(config, List.copyOf(files));
    }

    private static OutputFile made(final String name, final String text) {
        return new OutputFile.Made(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
