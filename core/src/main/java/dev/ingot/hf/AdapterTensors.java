package dev.ingot.hf;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.UnsupportedModelException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tensors of a PEFT adapter by what they are for. PEFT has written their names in several ways: with and without the
 * adapter's own name ("default"), wrapped modules by themselves or as {@code base_layer} and {@code modules_to_save}.
 */
final class AdapterTensors {

    private static final String PREFIX = "base_model.model.";
    private static final String OWN_NAME = "(?:\\.(?!weight$|bias$)[^.]+)?";
    private static final Pattern PART = Pattern
            .compile("(.+)\\.(lora_A|lora_B|lora_embedding_A|lora_embedding_B|lora_magnitude_vector)"
                    + OWN_NAME + "(\\.weight|\\.bias)?");
    private static final Pattern FOREIGN = Pattern
            .compile(".*\\.(?:lora_[^.]*|hada_[^.]*|lokr_[^.]*|ia3_[^.]*|oft_[^.]*|boft_[^.]*|vera_[^.]*"
                    + "|token_adapter|trainable_tokens[^.]*)(?:\\..*)?");
    private static final Pattern SAVED = Pattern.compile("(.+)\\.modules_to_save(?:\\.default)?\\.(.+)");
    private static final Pattern ORIGINAL = Pattern.compile(".+\\.original_module\\..+");

    /** What belongs to one module. */
    enum Part {
        /** {@code [r, in]}, of an embedding {@code [r, vocabulary]}. */
        A,
        /** {@code [out, r]}, of an embedding {@code [hidden, r]}. */
        B,
        /** Bias of the second factor, {@code [out]}. */
        B_BIAS,
        /** Lengths of rows, of an embedding of columns. */
        MAGNITUDE
    }

    /**
     * What changes one module.
     *
     * @param names     of tensors in the file
     * @param embedding whether the factors are an embedding's
     */
    record Module(Map<Part, String> names, boolean embedding) {

        Optional<String> name(final Part part) {
            return Optional.ofNullable(names.get(part));
        }
    }

    /**
     * What stands for a tensor of the base.
     *
     * @param name of the tensor in the file
     * @param own  whether the file says that the adapter has a copy of the module to itself
     */
    record Replacement(String name, boolean own) {}

    private final Safetensors file;
    private final Map<String, Module> modules = new LinkedHashMap<>();
    private final Map<String, Replacement> replacements = new LinkedHashMap<>();

    private AdapterTensors(final Safetensors file) {
        this.file = file;
    }

    /** Sorts the tensors of a file; an unknown kind is refused by name. */
    static AdapterTensors of(final Safetensors file) {
        final var result = new AdapterTensors(file);
        file.names().forEach(result::add);
        if (result.modules.isEmpty() && result.replacements.isEmpty()) {
            throw ModelFormatException.of(file.source(), "tensors of an adapter", "none");
        }
        return result;
    }

    private void add(final String name) {
        final String target = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        final Matcher part = PART.matcher(target);
        if (part.matches() && isPart(part.group(2), part.group(3))) {
            addPart(name, part.group(1), part.group(2), ".bias".equals(part.group(3)));
        } else if (FOREIGN.matcher(target).matches()) {
            throw new UnsupportedModelException(file.source() + ": " + name
                    + ": expected lora_A, lora_B, their embedding forms or lora_magnitude_vector, found another kind"
                    + " of adapter tensor");
        } else if (!ORIGINAL.matcher(target).matches()) {
            addReplacement(name, target);
        }
    }

    /** Factors are weights of layers, embedding factors and magnitudes are parameters with or without one. */
    private static boolean isPart(final String kind, final String suffix) {
        return switch (kind) {
            case "lora_A" -> ".weight".equals(suffix);
            case "lora_B" -> suffix != null;
            case "lora_magnitude_vector" -> !".bias".equals(suffix);
            default -> suffix == null;
        };
    }

    private void addPart(final String name, final String module, final String kind, final boolean bias) {
        final boolean embedding = kind.startsWith("lora_embedding");
        final Part part = switch (kind) {
            case "lora_A", "lora_embedding_A" -> Part.A;
            case "lora_magnitude_vector" -> Part.MAGNITUDE;
            default -> bias ? Part.B_BIAS : Part.B;
        };
        final Module known = modules.getOrDefault(module, new Module(Map.of(), false));
        final var names = new LinkedHashMap<>(known.names());
        final String same = names.putIfAbsent(part, name);
        if (same != null) {
            throw twice(name, module, same);
        }
        modules.put(module, new Module(names, known.embedding() || embedding));
    }

    private void addReplacement(final String name, final String target) {
        final Matcher saved = SAVED.matcher(target);
        final String tensor = (saved.matches() ? saved.group(1) + "." + saved.group(2) : target)
                .replace(".base_layer.", ".");
        final Replacement same = replacements.putIfAbsent(tensor, new Replacement(name, saved.matches()));
        if (same != null) {
            throw twice(name, tensor, same.name());
        }
    }

    private ModelFormatException twice(final String name, final String target, final String same) {
        return ModelFormatException.of(file.source(), name, "one tensor of this role for " + target,
                same + " as well");
    }

    /** What changes modules, by their names. */
    Map<String, Module> modules() {
        return modules;
    }

    /** What stands for tensors, by their names in the base. */
    Map<String, Replacement> replacements() {
        return replacements;
    }
}
