package dev.ingot.foundry;

import dev.ingot.InferenceModel;
import dev.ingot.OnnxModel;
import dev.ingot.RequestDefaults;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A model that a cache lists.
 *
 * @param id        its name and version
 * @param directory where its files lie
 * @param origin    how the cache comes to list it
 */
public record CachedModel(ModelId id, Path directory, Origin origin) {

    private static final Pattern GENERIC = Pattern.compile("-generic-[cgn]pu$");

    /** How a cache comes to list a model. */
    public enum Origin {
        /** Its directory lies in the cache. */
        CACHE,
        /** Newer applications of Foundry Local have registered its directory, which may lie anywhere. */
        INDEX,
        /** Its directory lies in a shared cache behind this one. */
        SHARED
    }

    /**
     * Makes a model whose directory lies in the cache.
     *
     * @param id        its name and version
     * @param directory where its files lie
     */
    public CachedModel(final ModelId id, final Path directory) {
        this(id, directory, Origin.CACHE);
    }

    /**
     * Returns the name by which people ask for it.
     *
     * @return the id without the version; of an indexed model also without a generic device
     */
    public String alias() {
        return origin == Origin.INDEX ? GENERIC.matcher(id.name()).replaceFirst("") : id.name();
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
     * @return the content of its inference_model.json; of an indexed model, which needs none, its name and version
     * @throws dev.ingot.error.ModelFormatException if a value other than the name has a wrong type
     */
    public InferenceModel details() {
        final Path file = directory.resolve(InferenceModel.FILE);
        return origin == Origin.INDEX && !Files.exists(file)
                ? new InferenceModel(id.toDeclare(), "", id.version(), Optional.empty(), RequestDefaults.NONE)
                : InferenceModel.read(file);
    }

    /**
     * Looks how much room its files take.
     *
     * @return files and bytes
     * @throws dev.ingot.error.StorageException if they cannot be listed
     */
    public ModelSize size() {
        return ModelSize.of(directory);
    }

    /**
     * Compares the files with the checksums that were kept when the model was registered. Reads all of them, side by
     * side and piece by piece, and writes nothing.
     *
     * @return what was found
     * @throws dev.ingot.error.ModelFormatException if the checksums are malformed
     * @throws dev.ingot.error.StorageException     if a file cannot be read
     * @throws dev.ingot.error.CancelledException   if the thread is interrupted
     */
    public Verification verify() {
        return Verification.of(directory);
    }

    /**
     * Writes the model with everything it consists of into one file, which {@link FoundryCache#importModel} takes in
     * elsewhere, and any tar unpacks. The same model always gives the same bytes. The file appears when it is whole.
     *
     * @param file      where to
     * @param overwrite whether a file that is there gives way
     * @throws dev.ingot.error.RegistryException    if the file is in the way
     * @throws dev.ingot.error.ModelFormatException if a file of the model is not what was registered
     * @throws dev.ingot.error.StorageException     if something cannot be read or written
     */
    public void export(final Path file, final boolean overwrite) {
        Archives.write(this, file, overwrite);
    }

    /**
     * Writes the model as {@link #export(Path, boolean)} does. What a failure leaves of it is refused when it is read.
     *
     * @param output where to; stays open
     */
    public void export(final OutputStream output) {
        Archives.write(this, output);
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
