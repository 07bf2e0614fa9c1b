package dev.ingot.hf;

import dev.ingot.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Numbers for modules whose name matches a regular expression at its end, as PEFT's rank_pattern and alpha_pattern
 * have them: {@code (.*\.)?(key)$}, the first match wins.
 */
final class ModulePatterns {

    private record Entry(SafePattern pattern, double value) {}

    private final List<Entry> entries;

    private ModulePatterns(final List<Entry> entries) {
        this.entries = entries;
    }

    /** Compiles the patterns of {@code json[name]}; every value must be an integer from 1 to a limit. */
    static ModulePatterns sizes(final JsonObject json, final String name, final int limit) {
        json.object(name).ifPresent(patterns -> patterns.keys()
                .forEach(key -> new ConfigValues(patterns).size(key, limit)));
        return read(json, name);
    }

    /** Compiles the patterns of {@code json[name]}; every value must be a finite number above zero. */
    static ModulePatterns read(final JsonObject json, final String name) {
        final JsonObject patterns = json.object(name).orElse(null);
        final var entries = new ArrayList<Entry>();
        if (patterns != null) {
            for (final String key : patterns.keys()) {
                final double value = new ConfigValues(patterns).requiredPositive(key);
                entries.add(new Entry(SafePattern.compile(patterns, key, "(.*\\.)?(", key, ")"), value));
            }
        }
        return new ModulePatterns(entries);
    }

    /** The value of the first pattern that matches a module's name. */
    OptionalDouble find(final String module) {
        for (final Entry entry : entries) {
            if (entry.pattern().matches(module)) {
                return OptionalDouble.of(entry.value());
            }
        }
        return OptionalDouble.empty();
    }
}
