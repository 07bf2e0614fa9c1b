package dev.ingot.hf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Hugging Face model directory: configuration, weights and tokenizer files. Opening reads configuration and headers
 * and maps the weight files; no weight is read. Matrices are valid until {@link #close}. Thread-safe.
 */
public final class HfModel implements AutoCloseable {

    private final Path source;
    private final Path directory;
    private final ModelConfig config;
    private final GenerationConfig generation;
    private final Checkpoint checkpoint;
    private final Weights weights;
    private final List<LoraAdapter> adapters;
    private final Optional<Quantization> quantization;

    private HfModel(final Path source, final Path directory, final ModelConfig config,
            final GenerationConfig generation, final Checkpoint checkpoint, final Weights weights,
            final List<LoraAdapter> adapters, final Optional<Quantization> quantization) {
        this.source = source;
        this.directory = directory;
        this.config = config;
        this.generation = generation;
        this.checkpoint = checkpoint;
        this.weights = weights;
        this.adapters = List.copyOf(adapters);
        this.quantization = quantization;
    }

    /**
     * Opens a model.
     *
     * @param source a directory that holds config.json, tokenizer.json and model.safetensors, or several files with an
     *               index; or a GGUF file, or a directory that holds one, where config.json and tokenizer.json are
     *               rebuilt from the metadata unless they lie beside it
     * @return the model, to be closed by the caller
     * @throws dev.ingot.error.ModelFormatException      if a file is missing, malformed or contradicts another
     * @throws dev.ingot.error.UnsupportedModelException if the configuration asks for something that is not done
     * @throws dev.ingot.error.StorageException          if a file cannot be read
     */
    public static HfModel open(final Path source) {
        return GgufCheckpoint.find(source).map(file -> openGguf(source, file))
                .orElseGet(() -> openDirectory(source));
    }

    private static HfModel openGguf(final Path source, final Path file) {
        final var checkpoint = GgufCheckpoint.open(file);
        boolean done = false;
        try {
            final Path directory = checkpoint.directory();
            SideFiles.check(directory);
            final ModelConfig config = checkpoint.config();
            final var model = new HfModel(source, directory, config,
                    GenerationConfig.read(directory.resolve(GenerationConfig.FILE_NAME)), checkpoint,
                    checkpoint.weights(config), List.of(), Optional.empty());
            done = true;
            return model;
        } finally {
            if (!done) {
                checkpoint.close();
            }
        }
    }

    private static HfModel openDirectory(final Path directory) {
        SideFiles.check(directory);
        final ModelConfig config = ModelConfigReader.read(directory.resolve("config.json"));
        final GenerationConfig generation = GenerationConfig
                .read(directory.resolve(GenerationConfig.FILE_NAME));
        final Optional<Quantization> quantization = QuantizationReader.read(directory);
        final Safetensors tensors = Safetensors.openDirectory(directory);
        final Weights weights = quantization.<Weights>map(kind -> new QuantizedWeights(tensors, kind))
                .orElse(tensors);
        return new HfModel(directory, directory, config, generation, tensors, weights, List.of(),
                quantization);
    }

    /**
     * Returns this model with a LoRA adapter (PEFT) merged into its weights: {@code W + scale * (B A)}, computed in
     * float32 when rows are read; with DoRA, brought to its lengths. An adapter with an embedding or a head of its own
     * unties those of a tied model. Adapters can be stacked. The result shares the files of this model: closing either
     * of the two closes them.
     *
     * @param adapter directory with adapter_config.json and adapter_model.safetensors
     * @return the merged model
     * @throws dev.ingot.error.ModelFormatException      if the adapter is malformed or does not fit this model
     * @throws dev.ingot.error.UnsupportedModelException if it is not LoRA, or asks for something that is not done
     * @throws dev.ingot.error.StorageException          if a file cannot be read
     */
    public HfModel withAdapter(final Path adapter) {
        final var lora = LoraAdapter.open(adapter);
        boolean done = false;
        try {
            final var merge = AdapterMerge.of(source, weights, config.tiedEmbeddings(), lora);
            final var all = new ArrayList<>(adapters);
            all.add(lora);
            done = true;
            return new HfModel(source, directory, merge.unties() ? config.untied() : config, generation,
                    checkpoint, new MergedWeights(weights, merge), all, quantization);
        } finally {
            if (!done) {
                lora.close();
            }
        }
    }

    /**
     * Returns where the model was read from.
     *
     * @return the directory or file, as it was given
     */
    public Path source() {
        return source;
    }

    /**
     * Returns where configuration and tokenizer were read from: the directory of the model, or one that holds what was
     * rebuilt from a GGUF file until {@link #close}.
     *
     * @return the directory
     */
    public Path directory() {
        return directory;
    }

    /**
     * Returns what config.json says.
     *
     * @return the configuration
     */
    public ModelConfig config() {
        return config;
    }

    /**
     * Returns what generation_config.json says.
     *
     * @return the settings; all empty when there is no such file
     */
    public GenerationConfig generation() {
        return generation;
    }

    /**
     * Returns the tensors.
     *
     * @return the weights, valid until {@link #close}
     */
    public Weights weights() {
        return weights;
    }

    /**
     * Returns how the checkpoint's linear layers are quantized.
     *
     * @return {@code gptq} or {@code awq}; empty when they are floats
     */
    public Optional<String> quantization() {
        return quantization.map(Quantization::label);
    }

    /**
     * Returns the tokenizer and configuration files that exist, to be copied as they are beside a converted model.
     *
     * @return files in this directory
     */
    public List<Path> sideFiles() {
        return SideFiles.in(directory);
    }

    /**
     * Returns a hash that tells two sources apart without reading their weights: names and sizes of all files, headers
     * of the weight files, content of the others.
     *
     * @return SHA-256 in lower-case hexadecimal
     * @throws dev.ingot.error.StorageException if a file cannot be read
     */
    public String sourceHash() {
        final var hash = new SourceHash();
        sideFiles().forEach(hash::addContent);
        final Path index = directory.resolve(ShardIndex.NAME);
        if (Files.isRegularFile(index)) {
            hash.addContent(index);
        }
        checkpoint.addTo(hash);
        adapters.forEach(adapter -> adapter.addTo(hash));
        return hash.finish();
    }

    /**
     * Returns the size of all tensors of the checkpoint, an adapter not included.
     *
     * @return bytes
     */
    public long weightBytes() {
        return checkpoint.weightBytes();
    }

    /** Unmaps the files; a second call does nothing. Reading a matrix afterwards throws IllegalStateException. */
    @Override
    public void close() {
        checkpoint.close();
        adapters.forEach(LoraAdapter::close);
    }
}
