package dev.ingot.foundry;

import dev.ingot.InferenceModel;
import dev.ingot.OnnxModel;
import dev.ingot.RequestDefaults;
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

    /**
     * Returns what the model asks for when a request says nothing (ModelConfig): below what a request says, above the
     * search settings of genai_config.json. A {@link dev.ingot.runtime.Generator} that is opened on the model applies it
     * by itself; this is for those who want to show it.
     *
     * @return the defaults; empty where the model says none
     * @throws dev.ingot.error.ModelFormatException if a value has a wrong type
     */
    public RequestDefaults defaults() {
        return details().defaults();
    }
}
