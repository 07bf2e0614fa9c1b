package dev.ingot.foundry;

import dev.ingot.InferenceModel;
import dev.ingot.OnnxModel;
import java.nio.file.Path;

/**
 * A model that a cache lists.
 *
 * @param id        its name and version
 * @param directory where its files lie
 */
public record CachedModel(ModelId id, Path directory) {

    /**
     * Returns the name by which people ask for it.
     *
     * @return the id without the version
     */
    public String alias() {
        return id.name();
    }

    /**
     * Returns the model for those who run it.
     *
     * @return directory and name
     */
    public OnnxModel model() {
        return new OnnxModel(directory, id.name());
    }

    /**
     * Reads what the model says of itself.
     *
     * @return the content of its inference_model.json
     * @throws dev.ingot.error.ModelFormatException if a value other than the name has a wrong type
     */
    public InferenceModel details() {
        return InferenceModel.read(directory.resolve(InferenceModel.FILE));
    }
}
