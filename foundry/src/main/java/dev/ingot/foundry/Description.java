package dev.ingot.foundry;

import dev.ingot.foreign.ForeignModel;
import dev.ingot.genai.GenaiConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The genai_config.json of a model whose tool wrote none. */
final class Description {

    private Description() {}

    /** Works it out from config.json and the graph; empty when the model has one. */
    static Optional<GenaiConfig> missing(final Path directory) {
        if (Files.isRegularFile(directory.resolve(GenaiConfig.FILE_NAME))) {
            return Optional.empty();
        }
        return Optional.of(ForeignModel.open(directory).describe());
    }
}
