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
import java.util.Set;

/**
 * A model in one GGUF file, seen as transformers sees it: tensors under its names and in its order of rows, and the
 * files that lie beside a checkpoint, rebuilt from the metadata. What is handed out is valid until {@link #close}.
 * Thread-safe.
 */
public final class GgufModel implements AutoCloseable {

    private static final Set<String> ROTARY_FACTORS = Set.of("rope_freqs.weight", "rope_factors_long.weight",
            "rope_factors_short.weight");

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
        final TensorNames known = architecture.names();
        file.tensors().forEach((stored, tensor) -> {
            if (known.isStacked(stored)) {
                for (int expert = 0; expert < tensor.shape().getLast(); expert++) {
                    names.add(known.logical(stored, expert));
                }
            } else if (!ROTARY_FACTORS.contains(stored)) {
                names.add(known.logical(stored));
            }
        });
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
        final String stored = stored(name);
        return TensorNames.expert(name)
                .map(expert -> tensors.slice(stored, name, expert, rows, columns))
                .orElseGet(() -> architecture.isInTurn(name)
                        ? tensors.heads(stored, name, rows, columns, headSize)
                        : tensors.matrix(stored, name, rows, columns));
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
        final float[] values = architecture.isInTurn(name)
                ? tensors.headVector(stored(name), length, headSize)
                : tensors.vector(stored(name), length);
        for (int i = 0; architecture.isFromOne(name) && i < length; i++) {
            values[i] -= 1;
        }
        return values;
    }

    /**
     * Returns the number of rows of a tensor.
     *
     * @param name as transformers has it
     * @return its second dimension; the length of a vector
     */
    public int rows(final String name) {
        final var shape = file.tensor(stored(name)).shape();
        return shape.get(Math.min(1, shape.size() - 1)).intValue();
    }

    /**
     * Returns how much room a tensor takes.
     *
     * @param name as transformers has it
     * @return bytes
     */
    public long bytes(final String name) {
        final GgufTensor tensor = file.tensor(stored(name));
        return TensorNames.expert(name).isPresent()
                ? tensor.bytes() / tensor.shape().getLast()
                : tensor.bytes();
    }

    private String stored(final String name) {
        return architecture.names().stored(name);
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
