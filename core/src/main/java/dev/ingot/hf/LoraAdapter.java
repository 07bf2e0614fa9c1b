package dev.ingot.hf;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.UnsupportedModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A LoRA adapter in PEFT's layout, matched against the tensors of its base: which of them it changes, and which it
 * replaces. Opening reads and checks the configuration and the header, no weight. Thread-safe.
 */
final class LoraAdapter implements AutoCloseable {

    private static final String CONFIG = "adapter_config.json";
    private static final String TENSORS = "adapter_model.safetensors";
    private static final String PREFIX = "base_model.model.";
    private static final Pattern FACTOR = Pattern
            .compile("base_model\\.model\\.(.+)\\.lora_(A|B)(?:\\.[^.]+)?\\.weight");
    private static final Set<String> VOCABULARY = Set.of("embed_tokens", "lm_head");

    /** Names of the two factors of one module in the adapter's file. */
    private record Factors(Optional<String> a, Optional<String> b) {}

    /**
     * What is added to one tensor.
     *
     * @param a     {@code [r, in]}
     * @param b     {@code [out, r]}
     * @param scale of their product
     */
    record Delta(StoredMatrix a, StoredMatrix b, float scale) {}

    private final Path directory;
    private final LoraConfig config;
    private final Safetensors tensors;
    private final Map<String, Factors> factors = new LinkedHashMap<>();
    private final Map<String, Delta> deltas = new LinkedHashMap<>();
    private final Map<String, String> replacements = new LinkedHashMap<>();

    private LoraAdapter(final Path directory, final LoraConfig config, final Safetensors tensors) {
        this.directory = directory;
        this.config = config;
        this.tensors = tensors;
    }

    /**
     * Opens an adapter for a base.
     *
     * @param directory holds adapter_config.json and adapter_model.safetensors
     * @param base      tensors of the base model
     * @param tied      whether the base uses one matrix for embedding and head
     */
    static LoraAdapter open(final Path directory, final Safetensors base, final boolean tied) {
        requireFile(directory, CONFIG, CONFIG);
        requireFile(directory, TENSORS, "adapter_model.bin");
        final LoraConfig config = LoraConfig.read(directory.resolve(CONFIG));
        final var tensors = Safetensors.open(directory.resolve(TENSORS));
        boolean done = false;
        try {
            final var adapter = new LoraAdapter(directory, config, tensors);
            adapter.match(base, tied);
            done = true;
            return adapter;
        } finally {
            if (!done) {
                tensors.close();
            }
        }
    }

    private static void requireFile(final Path directory, final String name, final String old) {
        if (!Files.isRegularFile(directory.resolve(name))) {
            throw ModelFormatException.of(directory, name, "a file of a PEFT adapter",
                    Files.exists(directory.resolve(old)) ? old + "; save it as safetensors" : "nothing");
        }
    }

    private void match(final Safetensors base, final boolean tied) {
        for (final String name : tensors.names()) {
            final Matcher matcher = FACTOR.matcher(name);
            if (matcher.matches()) {
                addFactor(name, matcher.group(1), "A".equals(matcher.group(2)));
            } else {
                addReplacement(name, base, tied);
            }
        }
        factors.forEach((module, pair) -> addDelta(module, pair, base, tied));
        if (deltas.isEmpty() && replacements.isEmpty()) {
            throw ModelFormatException.of(tensors.source(), "tensors of an adapter", "none");
        }
    }

    private void addFactor(final String name, final String module, final boolean first) {
        final Factors known = factors.getOrDefault(module, new Factors(Optional.empty(), Optional.empty()));
        final Optional<String> same = first ? known.a() : known.b();
        if (same.isPresent()) {
            throw ModelFormatException.of(tensors.source(), name, "one tensor of this role for " + module,
                    same.get() + " as well");
        }
        factors.put(module, first
                ? new Factors(Optional.of(name), known.b())
                : new Factors(known.a(), Optional.of(name)));
    }

    private void addReplacement(final String name, final Safetensors base, final boolean tied) {
        if (name.contains(".lora_")) {
            throw new UnsupportedModelException(tensors.source() + ": " + name
                    + ": expected lora_A and lora_B of linear layers, found another kind of adapter tensor");
        }
        final String target = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        final int dot = target.lastIndexOf('.');
        final String module = dot < 0 ? target : target.substring(0, dot);
        if (!base.has(target) || !(config.isSaved(module) || isVocabulary(module))) {
            throw ModelFormatException.of(tensors.source(), name, "a tensor for a module of the base model",
                    "one that matches nothing");
        }
        refuseTied(name, module, tied);
        requireShape(name, base.shape(target));
        replacements.put(target, name);
    }

    private void addDelta(final String module, final Factors pair, final Safetensors base,
            final boolean tied) {
        final String a = pair.a().orElseThrow(() -> ModelFormatException.of(tensors.source(), module,
                "lora_A and lora_B", "lora_B alone"));
        final String b = pair.b().orElseThrow(() -> ModelFormatException.of(tensors.source(), module,
                "lora_A and lora_B", "lora_A alone"));
        final String target = module + ".weight";
        if (!base.has(target)) {
            throw ModelFormatException.of(tensors.source(), a, "a target in " + base.source(),
                    "no tensor " + target + " there");
        }
        refuseTied(a, module, tied);
        final List<Long> shape = base.shape(target);
        if (shape.size() != 2) {
            throw ModelFormatException.of(tensors.source(), a, "a matrix as target", target + " " + shape);
        }
        final int rank = config.rankOf(module);
        requireShape(a, List.of((long) rank, shape.get(1)));
        requireShape(b, List.of(shape.get(0), (long) rank));
        deltas.put(target, new Delta(tensors.stored(a, rank, Math.toIntExact(shape.get(1))),
                tensors.stored(b, base.rows(target), rank), (float) config.scaleOf(module)));
    }

    private void requireShape(final String name, final List<Long> shape) {
        if (!tensors.shape(name).equals(shape)) {
            throw ModelFormatException.of(tensors.source(), name,
                    "shape " + shape + " for this base and rank", String.valueOf(tensors.shape(name)));
        }
    }

    private static boolean isVocabulary(final String module) {
        return VOCABULARY.contains(module.substring(module.lastIndexOf('.') + 1));
    }

    private void refuseTied(final String name, final String module, final boolean tied) {
        if (tied && isVocabulary(module)) {
            throw new UnsupportedModelException(tensors.source() + ": " + name
                    + ": expected a base model whose embedding and head are separate matrices, found tied ones");
        }
    }

    /** What is added, by the tensor's name in the base. */
    Map<String, Delta> deltas() {
        return deltas;
    }

    /** Names in the adapter's file of tensors that stand for those of the base. */
    Map<String, String> replacements() {
        return replacements;
    }

    Safetensors tensors() {
        return tensors;
    }

    /** Puts the adapter into a hash of its model. */
    void addTo(final SourceHash hash) {
        hash.addContent(directory.resolve(CONFIG));
        hash.addHeaders(tensors);
    }

    @Override
    public void close() {
        tensors.close();
    }
}
