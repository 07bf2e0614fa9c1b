package dev.ingot.hf;

import dev.ingot.error.ModelFormatException;
import dev.ingot.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Numbers for modules whose name matches a regular expression at its end, as PEFT's rank_pattern and alpha_pattern
 * have them: {@code (.*\.)?(key)$}, the first match wins.
 */
final class ModulePatterns {

    private static final int MAX_LENGTH = 500;

    private record Entry(String key, Pattern pattern, double value) {}

    private final JsonObject owner;
    private final List<Entry> entries;

    private ModulePatterns(final JsonObject owner, final List<Entry> entries) {
        this.owner = owner;
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
        if (patterns == null) {
            return new ModulePatterns(json, entries);
        }
        for (final String key : patterns.keys()) {
            final double value = new ConfigValues(patterns).requiredPositive(key);
            entries.add(new Entry(key, compile(patterns, key), value));
        }
        return new ModulePatterns(patterns, entries);
    }

    private static Pattern compile(final JsonObject patterns, final String key) {
        try {
            if (key.length() <= MAX_LENGTH) {
                return Pattern.compile("(.*\\.)?(" + key + ")");
            }
        } catch (PatternSyntaxException e) {
            throw ModelFormatException.at(patterns.file(), patterns.pathOf(key), -1, "a regular expression",
                    String.valueOf(e.getDescription()), e);
        }
        throw patterns.wrong(key.substring(0, MAX_LENGTH), "at most " + MAX_LENGTH + " characters",
                key.length());
    }

    /** The value of the first pattern that matches a module's name. */
    OptionalDouble find(final String module) {
        for (final Entry entry : entries) {
            if (matches(entry, module)) {
                return OptionalDouble.of(entry.value());
            }
        }
        return OptionalDouble.empty();
    }

    private boolean matches(final Entry entry, final String module) {
        try {
            return entry.pattern().matcher(new CountedText(module)).matches();
        } catch (CountedText.TooManyStepsException | StackOverflowError e) {
            throw ModelFormatException.at(owner.file(), owner.pathOf(entry.key()), -1,
                    "a regular expression that matches in reasonable time", "one that does not", e);
        }
    }
}
