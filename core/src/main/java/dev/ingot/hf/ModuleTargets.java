package dev.ingot.hf;

import dev.ingot.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which modules a PEFT configuration says it adapts: {@code target_modules} (names, a regular expression or "all-linear"),
 * {@code exclude_modules}, {@code layers_to_transform} with {@code layers_pattern}, and {@code modules_to_save}, which are
 * replaced and not adapted. The rules are PEFT's own (check_target_module_exists).
 */
final class ModuleTargets {

    private static final String TARGETS = "target_modules";
    private static final String EXCLUDED = "exclude_modules";
    private static final String LAYERS = "layers_to_transform";
    private static final String LAYERS_PATTERN = "layers_pattern";
    private static final String ALL_LINEAR = "all-linear";

    /** What "all-linear" leaves out: the head, and the embedding, which is no linear layer. */
    private static final Set<String> NOT_LINEAR = Set.of("lm_head", "embed_tokens");

    private final JsonObject json;
    private final Predicate<String> excluded;
    private final Predicate<String> target;
    private final List<String> names;

    private ModuleTargets(final JsonObject json, final List<String> saved) {
        this.json = json;
        excluded = excluded(saved);
        names = json.raw(TARGETS) instanceof List<?> ? json.strings(TARGETS).orElse(List.of()) : List.of();
        target = target();
    }

    static ModuleTargets read(final JsonObject json, final List<String> saved) {
        return new ModuleTargets(json, saved);
    }

    /** Tells whether a module is adapted; a configuration without target_modules says so of every module. */
    boolean matches(final String module) {
        return !excluded.test(module) && target.test(module);
    }

    /** Tells whether a module is adapted because the configuration lists its name. */
    boolean lists(final String module) {
        return !names.isEmpty() && matches(module);
    }

    private Predicate<String> excluded(final List<String> saved) {
        final List<SafePattern> replaced = saved.stream()
                .map(name -> SafePattern.compile(json, "modules_to_save", "(^|.*\\.)", name, "($|\\..*)"))
                .toList();
        final Predicate<String> listed = selection(EXCLUDED).orElse(module -> false);
        return module -> listed.test(module)
                || replaced.stream().anyMatch(pattern -> pattern.matches(module));
    }

    private Predicate<String> target() {
        if (json.raw(TARGETS) instanceof String text && text.toLowerCase(Locale.ROOT).equals(ALL_LINEAR)) {
            return module -> !NOT_LINEAR.contains(module.substring(module.lastIndexOf('.') + 1));
        }
        final Predicate<String> selected = selection(TARGETS).orElse(module -> true);
        final Predicate<String> layer = layer();
        return json.raw(TARGETS) instanceof String
                ? selected
                : module -> names.contains(module) || (selected.test(module) && layer.test(module));
    }

    /** A regular expression for the whole name, or names of which one must be the name or its end. */
    private Optional<Predicate<String>> selection(final String key) {
        final @Nullable Object value = json.raw(key);
        if (value instanceof String regex) {
            return regex.isEmpty()
                    ? Optional.empty()
                    : Optional.of(SafePattern.compile(json, key, "", regex, "")::matches);
        }
        return json.strings(key).map(list -> module -> list.stream()
                .anyMatch(name -> module.equals(name) || module.endsWith("." + name)));
    }

    /** The number that follows the first pattern found; without a pattern, the first number between dots. */
    private Predicate<String> layer() {
        final List<Integer> layers = json.integers(LAYERS);
        if (layers.isEmpty()) {
            return module -> true;
        }
        final List<SafePattern> patterns = layerPatterns().stream()
                .map(name -> SafePattern.compile(json, LAYERS_PATTERN, ".*?\\.(?:", name,
                        ")\\.(?<layer>\\d+)\\."))
                .toList();
        return module -> patterns.stream().flatMap(pattern -> pattern.atBegin(module, "layer").stream())
                .findFirst().filter(layer -> layers.stream().anyMatch(wanted -> layer.equals("" + wanted)))
                .isPresent();
    }

    private List<String> layerPatterns() {
        final List<String> patterns = json.raw(LAYERS_PATTERN) instanceof String text
                ? List.of(text)
                : json.strings(LAYERS_PATTERN).orElse(List.of());
        final List<String> given = patterns.stream().filter(pattern -> !pattern.isEmpty()).toList();
        return given.isEmpty() ? List.of("[^.]*") : given;
    }
}
