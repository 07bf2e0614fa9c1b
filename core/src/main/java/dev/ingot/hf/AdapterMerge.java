package dev.ingot.hf;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.hf.AdapterTensors.Replacement;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An adapter matched against its base: which of its tensors it changes, and which it replaces.
 *
 * <p>Where embedding and head of the base are one matrix, an adapter that changes one of them as its own unties them, for
 * that is what it was trained with - unless its configuration says that they stay tied.
 */
final class AdapterMerge {

    static final String EMBEDDING = "model.embed_tokens.weight";
    static final String HEAD = "lm_head.weight";

    private static final Logger LOG = System.getLogger(AdapterMerge.class.getName());
    private static final String WEIGHT = ".weight";

    private final Path directory;
    private final LoraAdapter adapter;
    private final Weights base;
    private final Map<String, String> modules = new LinkedHashMap<>(); // adapter's module by tensor of the base
    private final Map<String, String> replacements = new LinkedHashMap<>();
    private final Map<String, String> biases = new LinkedHashMap<>();
    private boolean unties;

    private AdapterMerge(final Path directory, final Weights base, final LoraAdapter adapter) {
        this.directory = directory;
        this.base = base;
        this.adapter = adapter;
    }

    /**
     * Matches.
     *
     * @param directory of the base, for messages
     * @param base      its tensors
     * @param tied      whether it uses one matrix for embedding and head
     * @param adapter   stays the caller's
     */
    static AdapterMerge of(final Path directory, final Weights base, final boolean tied,
            final LoraAdapter adapter) {
        final var merge = new AdapterMerge(directory, base, adapter);
        adapter.modules().forEach(merge::addModule);
        adapter.replacements()
                .forEach((target, replacement) -> merge.addReplacement(target, replacement, tied));
        if (tied) {
            merge.settleTied();
        }
        merge.warnOfMissing();
        return merge;
    }

    private void addModule(final String module) {
        final String target = locate(module + WEIGHT);
        if (!isTensor(target)) {
            throw ModelFormatException.of(adapter.file().source(), module, "a target in " + directory,
                    "no tensor " + module + WEIGHT + " there");
        }
        modules.put(target, module);
        if (adapter.config().factorBias() && !adapter.isEmbedding(module)) {
            addBias(target, module);
        }
    }

    private void addBias(final String target, final String module) {
        final String bias = target.substring(0, target.length() - WEIGHT.length()) + ".bias";
        if (!base.has(bias)) {
            throw new UnsupportedModelException(adapter.file().source() + ": " + module
                    + ": lora_bias needs a bias in the base to be added to, " + directory + " has no "
                    + bias);
        }
        biases.put(bias, module);
    }

    private void addReplacement(final String name, final Replacement replacement, final boolean tied) {
        final String target = locate(name);
        final String module = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
        final boolean own = replacement.own() || adapter.config().isSaved(module);
        final boolean bias = name.endsWith(".bias");
        if (!isTensor(target) || !(own || bias || target.equals(EMBEDDING) || target.equals(HEAD))) {
            throw ModelFormatException.of(adapter.file().source(), replacement.name(),
                    "a tensor for a module of the base model", "one that matches nothing");
        }
        // The one matrix of a tied base, saved along with the adapter: it stays the one matrix.
        final boolean shared = tied && !own && target.equals(HEAD);
        replacements.put(shared ? EMBEDDING : target, replacement.name());
        unties |= tied && own && (target.equals(HEAD) || target.equals(EMBEDDING));
    }

    /** Checkpoints and modules of multimodal models name their text part in different ways. */
    private String locate(final String name) {
        return List.of(name, name.replace("model.language_model.", "language_model.model."),
                name.replace("model.language_model.", "model."),
                name.replace("language_model.model.", "model."))
                .stream().filter(base::has).findFirst().orElse(name);
    }

    /** A tied base may or may not store its head. */
    private boolean isTensor(final String name) {
        return base.has(name) || (name.equals(HEAD) && base.has(EMBEDDING));
    }

    private void settleTied() {
        final boolean head = modules.containsKey(HEAD) || isOwn(HEAD);
        final boolean embedding = modules.containsKey(EMBEDDING) || isOwn(EMBEDDING);
        unties |= modules.containsKey(HEAD) || modules.containsKey(EMBEDDING);
        if (adapter.config().tied() && head != embedding) {
            unties = false;
            if (head) {
                move(modules);
                move(replacements);
            }
        }
    }

    private boolean isOwn(final String tensor) {
        final String name = replacements.get(tensor);
        return name != null && adapter.config()
                .isSaved(tensor.substring(0, tensor.length() - WEIGHT.length()));
    }

    private static void move(final Map<String, String> map) {
        final String moved = map.remove(HEAD);
        if (moved != null) {
            map.put(EMBEDDING, moved);
        }
    }

    /** PEFT takes such modules as they are before training, that is, unchanged, and warns. */
    private void warnOfMissing() {
        final List<String> missing = base.names().stream().filter(name -> name.endsWith(WEIGHT))
                .map(name -> name.substring(0, name.length() - WEIGHT.length()))
                .filter(module -> adapter.config().targets().lists(module))
                .filter(module -> !modules.containsKey(module + WEIGHT)).toList();
        if (!missing.isEmpty()) {
            LOG.log(Level.WARNING, "{0}: has nothing for {1} of the modules that it targets, such as {2}",
                    adapter.file().source(), missing.size(), missing.getFirst());
        }
    }

    LoraAdapter adapter() {
        return adapter;
    }

    /** Names of the adapter's modules, by the tensor that they change. */
    Map<String, String> modules() {
        return modules;
    }

    /** Names in the adapter's file of tensors that stand for those of the base. */
    Map<String, String> replacements() {
        return replacements;
    }

    /** Names of the adapter's modules, by the bias that they change. */
    Map<String, String> biases() {
        return biases;
    }

    /** Whether embedding and head, one matrix in the base, are two afterwards. */
    boolean unties() {
        return unties;
    }
}
