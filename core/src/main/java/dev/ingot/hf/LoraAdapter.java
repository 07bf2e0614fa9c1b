package dev.ingot.hf;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.hf.AdapterTensors.Module;
import dev.ingot.hf.AdapterTensors.Part;
import dev.ingot.hf.AdapterTensors.Replacement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A LoRA adapter in PEFT's layout. Opening reads and checks the configuration and the header of the tensors against each
 * other, no weight. Thread-safe; what is handed out is valid until {@link #close}.
 */
public final class LoraAdapter implements AutoCloseable {

    private static final String CONFIG = "adapter_config.json";
    private static final String TENSORS = "adapter_model.safetensors";

    private final Path directory;
    private final LoraConfig config;
    private final Safetensors file;
    private final AdapterTensors tensors;

    private LoraAdapter(final Path directory, final LoraConfig config, final Safetensors file) {
        this.directory = directory;
        this.config = config;
        this.file = file;
        this.tensors = AdapterTensors.of(file);
        tensors.modules().forEach(this::check);
    }

    /**
     * Opens an adapter.
     *
     * @param directory holds adapter_config.json and adapter_model.safetensors
     * @return the adapter, to be closed by the caller
     * @throws ModelFormatException                if a file is missing or malformed, or the two contradict each other
     * @throws UnsupportedModelException           if it is not LoRA, or asks for something that is not done
     * @throws dev.ingot.error.StorageException if a file cannot be read
     */
    public static LoraAdapter open(final Path directory) {
        requireFile(directory, CONFIG, CONFIG);
        requireFile(directory, TENSORS, "adapter_model.bin");
        final LoraConfig config = LoraConfig.read(directory.resolve(CONFIG));
        final var file = Safetensors.open(directory.resolve(TENSORS));
        boolean done = false;
        try {
            final var adapter = new LoraAdapter(directory, config, file);
            done = true;
            return adapter;
        } finally {
            if (!done) {
                file.close();
            }
        }
    }

    private static void requireFile(final Path directory, final String name, final String old) {
        if (!Files.isRegularFile(directory.resolve(name))) {
            throw ModelFormatException.of(directory, name, "a file of a PEFT adapter",
                    Files.exists(directory.resolve(old)) ? old + "; save it as safetensors" : "nothing");
        }
    }

    private void check(final String module, final Module tensor) {
        final String a = require(module, tensor, Part.A, "lora_A");
        final String b = require(module, tensor, Part.B, "lora_B");
        if (!config.targets().matches(module)) {
            throw ModelFormatException.of(file.source(), a, "modules that " + CONFIG + " targets",
                    module + ", which it does not");
        }
        requireRank(module, a, 0);
        requireRank(module, b, 1);
        requireMatching(tensor, Part.MAGNITUDE, config.magnitudes(), "use_dora", module);
        requireMatching(tensor, Part.B_BIAS, config.factorBias() && !tensor.embedding(), "lora_bias", module);
    }

    private String require(final String module, final Module tensor, final Part part, final String name) {
        return tensor.name(part).orElseThrow(() -> ModelFormatException.of(file.source(), module,
                "lora_A and lora_B", "no " + name));
    }

    private void requireRank(final String module, final String name, final int dimension) {
        final List<Long> shape = file.shape(name);
        if (shape.size() != 2 || shape.get(dimension) != config.rankOf(module)) {
            throw ModelFormatException.of(file.source(), name,
                    "a matrix of rank " + config.rankOf(module) + ", as " + CONFIG + " says",
                    "shape " + shape);
        }
    }

    private void requireMatching(final Module tensor, final Part part, final boolean wanted,
            final String key, final String module) {
        if (tensor.name(part).isPresent() != wanted) {
            throw ModelFormatException.of(file.source(), tensor.name(part).orElse(module),
                    (wanted ? "a tensor for " : "none without ") + key, wanted ? "none" : "one");
        }
    }

    /**
     * Returns the modules that get a low-rank product.
     *
     * @return full names, such as {@code model.layers.0.self_attn.q_proj}, in file order
     */
    public Set<String> modules() {
        return Collections.unmodifiableSet(tensors.modules().keySet());
    }

    /**
     * Reads the low-rank product of a module.
     *
     * @param module one of {@link #modules}
     * @return its factors
     */
    public LowRank lowRank(final String module) {
        return new LowRank(factor(module, Part.A), factor(module, Part.B),
                (float) config.scaleOf(module));
    }

    /**
     * Refuses an adapter that does more than adding low-rank products to linear layers, which is all that can be done
     * and undone while a model runs.
     *
     * @throws UnsupportedModelException if it does; says what
     */
    public void requireSwitchable() {
        if (config.magnitudes() || config.factorBias()) {
            throw unswitchable(config.magnitudes() ? "use_dora" : "lora_bias");
        }
        tensors.replacements().forEach((target, replacement) -> {
            throw unswitchable(replacement.name());
        });
        tensors.modules().forEach((name, module) -> {
            if (module.embedding()) {
                throw unswitchable(name);
            }
        });
    }

    private UnsupportedModelException unswitchable(final String what) {
        return new UnsupportedModelException(directory + ": " + what
                + " cannot be switched on and off while a model"
                + " runs, only low-rank products of linear layers can; merge this adapter into a model of its own");
    }

    LoraConfig config() {
        return config;
    }

    Map<String, Replacement> replacements() {
        return tensors.replacements();
    }

    Safetensors file() {
        return file;
    }

    boolean isEmbedding(final String module) {
        final Module found = tensors.modules().get(module);
        return found != null && found.embedding();
    }

    /** A factor as a linear layer has it: A {@code [r, in]}, B {@code [out, r]}; those of embeddings are turned. */
    Factor factor(final String module, final Part part) {
        final Module tensor = tensors.modules().get(module);
        if (tensor == null) {
            throw new IllegalArgumentException(directory + " does not change " + module);
        }
        // An embedding's product is (B A) turned: its A {r, vocabulary} says what rows get, its B {hidden, r} of what.
        final Part where = tensor.embedding() ? (part == Part.A ? Part.B : Part.A) : part;
        final String name = require(module, tensor, where, where.name());
        final List<Long> shape = file.shape(name);
        return new Factor(file.stored(name, Math.toIntExact(shape.get(0)), Math.toIntExact(shape.get(1))),
                tensor.embedding());
    }

    /** A vector that belongs to a module: its magnitudes, or the bias of its second factor. */
    Optional<float[]> vector(final String module, final Part part, final int length) {
        final Module tensor = tensors.modules().get(module);
        return tensor == null ? Optional.empty() : tensor.name(part).map(name -> file.vector(name, length));
    }

    /** Puts the adapter into a hash of its model. */
    void addTo(final SourceHash hash) {
        hash.addContent(directory.resolve(CONFIG));
        hash.addHeaders(file);
    }

    /** Unmaps the file; a second call does nothing. */
    @Override
    public void close() {
        file.close();
    }
}
