package dev.ingot.foundry.service.models;

import dev.ingot.InferenceModel;
import dev.ingot.foundry.CachedModel;
import dev.ingot.genai.GenaiConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * By what one registration of a model can be told from another one under its name, and from none: registering and renaming
 * write a file anew, and what is removed has no configuration any more.
 *
 * @param directory of the model
 * @param time      of its inference_model.json; 0 if there is none
 * @param there     whether there is a model at all
 */
record Registered(Path directory, long time, boolean there) {

    static Registered of(final CachedModel model) {
        final Path directory = model.directory();
        return new Registered(directory, time(directory.resolve(InferenceModel.FILE)),
                Files.exists(directory.resolve(GenaiConfig.FILE_NAME)));
    }

    private static long time(final Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            return 0;
        }
    }
}
