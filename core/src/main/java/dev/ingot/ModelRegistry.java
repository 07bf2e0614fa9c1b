package dev.ingot;

/** A place that keeps models for others to find, such as a Foundry Local model cache. */
public interface ModelRegistry {

    /**
     * Takes a model in; readers see it whole or not at all.
     *
     * @param model        the model
     * @param registration under which name and with which settings
     * @return the model at its registered place
     * @throws dev.ingot.error.RegistryException if the name is taken or not allowed
     * @throws dev.ingot.error.StorageException  if the files cannot be written
     */
    OnnxModel register(OnnxModel model, Registration registration);
}
