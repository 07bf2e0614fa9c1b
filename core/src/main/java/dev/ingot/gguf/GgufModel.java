package dev.ingot.gguf;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.quantize.WeightMatrix;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;

/**
 * A model in one GGUF file, seen as transformers sees it: tensors under its names and in its order of rows, and the
 * files that lie beside a checkpoint, rebuilt from the metadata. What is handed out is valid until {@link #close}.
 * Thread-safe.
 */
public final class GgufModel implements AutoCloseable {

    private static final String ROTARY_FACTORS = "rope_freqs.weight";

    private final GgufFile file;
    private final GgufArchitecture architecture;
    private final GgufTensors tensors;

    private GgufModel(final GgufFile file) {
        this.file = file;
        this.architecture = GgufArchitecture.of(file.metadata());
        this.tensors = new GgufTensors(file);
        final int parts = file.metadata().integer("split.count").orElse(1);
        if (parts > 1) {
            throw new UnsupportedModelException(
                    file.path() + ": split.count: expected a model in one file, found "
                            + parts + " parts; llama-gguf-split --merge joins them");
        }
    }

    /**
     * Opens a file.
     *
     * @param path the file
     * @return the model, to be closed by the caller
     * @throws ModelFormatException                      if the file is malformed
     * @throws UnsupportedModelException                 if it holds something that is not read
     * @throws dev.ingot.error.StorageException if it cannot be read
     */
    public static GgufModel open(final Path path) {
        final GgufFile file = GgufFile.open(path);
        boolean done = false;
        try {
            final var model = new GgufModel(file);
            done = true;
            return model;
        } finally {
            if (!done) {
                file.close();
            }
        }
    }

    /**
     * Tells whether a file begins as GGUF files do.
     *
     * @param path of a file
     * @return false for other files and for what is not a file
     */
    public static boolean isGguf(final Path path) {
        return GgufFile.looksLike(path);
    }

    /**
     * Returns where the model was read from.
     *
     * @return the file
     */
    public Path path() {
        return file.path();
    }

    /**
     * Returns config.json, rebuilt.
     *
     * @return its values
     * @throws ModelFormatException      if the metadata lack something
     * @throws UnsupportedModelException if config.json cannot be rebuilt from them; says so
     */
    public Map<String, Object> config() {
        return new GgufConfig(file, architecture).build();
    }

    /**
     * Returns generation_config.json, rebuilt: the tokens that begin and end.
     *
     * @return its values
     */
    public Map<String, Object> generationConfig() {
        return new GgufTokenizer(file.metadata()).generationConfig();
    }

    /**
     * Returns tokenizer.json, rebuilt.
     *
     * @return its values
     * @throws ModelFormatException      if the metadata lack something
     * @throws UnsupportedModelException if the vocabulary is of a kind that cannot be rebuilt; says which file to put
     *                                   beside the model
     */
    public Map<String, Object> tokenizer() {
        return new GgufTokenizer(file.metadata()).tokenizer();
    }

    /**
     * Returns tokenizer_config.json, rebuilt: special tokens and the chat template.
     *
     * @return its values
     */
    public Map<String, Object> tokenizerConfig() {
        return new GgufTokenizer(file.metadata()).tokenizerConfig();
    }

    /**
     * Returns the names of all tensors, as transformers has them; a tensor that it has not keeps its own.
     *
     * @return the names, in file order
     */
    public SequencedSet<String> names() {
        final var names = new LinkedHashSet<String>();
        file.tensors().sequencedKeySet().stream().filter(name -> !name.equals(ROTARY_FACTORS))
                .map(architecture::logical).forEach(names::add);
        return Collections.unmodifiableSequencedSet(names);
    }

    /**
     * Returns a matrix.
     *
     * @param name     as transformers has it
     * @param rows     that it must have
     * @param columns  that it must have
     * @param headSize rows of one head, for the order of rows
     * @return the matrix
     */
    public WeightMatrix matrix(final String name, final int rows, final int columns, final int headSize) {
        return architecture.isInterleaved(name)
                ? tensors.heads(stored(name), rows, columns, headSize)
                : tensors.matrix(stored(name), rows, columns);
    }

    /**
     * Returns a vector.
     *
     * @param name     as transformers has it
     * @param length   that it must have
     * @param headSize rows of one head, for the order of elements
     * @return a new array
     */
    public float[] vector(final String name, final int length, final int headSize) {
        return architecture.isInterleaved(name)
                ? tensors.headVector(stored(name), length, headSize)
                : tensors.vector(stored(name), length);
    }

    /**
     * Returns the number of rows of a tensor.
     *
     * @param name as transformers has it
     * @return its last dimension
     */
    public int rows(final String name) {
        return file.tensor(stored(name)).shape().getLast().intValue();
    }

    /**
     * Returns how much room a tensor takes.
     *
     * @param name as transformers has it
     * @return bytes
     */
    public long bytes(final String name) {
        return file.tensor(stored(name)).bytes();
    }

    private String stored(final String name) {
        return architecture.stored(name).orElse(name);
    }

    /**
     * Returns the size of all tensors.
     *
     * @return bytes
     */
    public long weightBytes() {
        return file.tensors().values().stream().mapToLong(GgufTensor::bytes).sum();
    }

    /**
     * Returns the size of the file.
     *
     * @return bytes
     */
    public long size() {
        return file.size();
    }

    /**
     * Returns everything in front of the tensors' data.
     *
     * @return bytes of the file
     */
    public MemorySegment header() {
        return file.header();
    }

    /** Unmaps the file; a second call does nothing. */
    @Override
    public void close() {
        file.close();
    }
}
