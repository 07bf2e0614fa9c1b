package dev.ingot.foundry.service.models;

import dev.ingot.InferenceModel;
import dev.ingot.foundry.CachedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * By what one registration of a model can be told from another one under its name: registering writes a file anew.
 *
 * @param directory of the model
 * @param time      of its inference_model.json; 0 if there is none any more
 */
record Registered(Path directory, long time) {

    static Registered of(final CachedModel model) {
        try {
            return new Registered(model.directory(),
                    Files.getLastModifiedTime(model.directory().resolve(InferenceModel.FILE)).toMillis());
        } catch (IOException e) {
            return new Registered(model.directory(), 0);
        }
    }
}
