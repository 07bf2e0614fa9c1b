package dev.ingot.foundry;

import dev.ingot.foreign.ForeignModel;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.genai.GraphReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** The genai_config.json of a model whose tool wrote none. */
final class Description {

    private Description() {}

    /** Works it out from config.json and the graph; empty when the model has one. */
    static Optional<GenaiConfig> missing(final Path directory) {
        if (Files.isRegularFile(directory.resolve(GenaiConfig.FILE_NAME))) {
            return Optional.empty();
        }
        final Path graph = ForeignModel.open(directory).graph();
        return Optional.of(GraphReader.read(directory, graph,
                directory.relativize(graph).toString().replace('\\', '/'), OptionalInt.empty()));
    }
}
