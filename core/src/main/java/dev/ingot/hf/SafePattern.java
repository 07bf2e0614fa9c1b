package dev.ingot.hf;

import dev.ingot.error.ModelFormatException;
import dev.ingot.json.JsonObject;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression out of a configuration: of limited length, and of limited patience when it is matched. */
final class SafePattern {

    private static final int MAX_LENGTH = 500;

    private final JsonObject owner;
    private final String key;
    private final Pattern pattern;

    private SafePattern(final JsonObject owner, final String key, final Pattern pattern) {
        this.owner = owner;
        this.key = key;
        this.pattern = pattern;
    }

    /**
     * Compiles an expression as Python writes it.
     *
     * @param owner  the object that it stands in, for messages
     * @param key    the key that it is, or is the value of
     * @param before what is put before it
     * @param regex  the expression itself
     * @param after  what is put after it
     */
    static SafePattern compile(final JsonObject owner, final String key, final String before,
            final String regex, final String after) {
        if (regex.length() > MAX_LENGTH) {
            throw owner.wrong(key.substring(0, Math.min(key.length(), MAX_LENGTH)),
                    "at most " + MAX_LENGTH + " characters", regex.length());
        }
        try {
            return new SafePattern(owner, key,
                    Pattern.compile(before + regex.replace("(?P<", "(?<") + after));
        } catch (PatternSyntaxException e) {
            throw ModelFormatException.at(owner.file(), owner.pathOf(key), -1, "a regular expression",
                    String.valueOf(e.getDescription()), e);
        }
    }

    /** Tells whether the whole of a module's name matches. */
    boolean matches(final String module) {
        return patiently(() -> pattern.matcher(new CountedText(module)).matches());
    }

    /** Returns what a named group holds when the beginning of a module's name matches. */
    Optional<String> atBegin(final String module, final String group) {
        return patiently(() -> {
            final Matcher matcher = pattern.matcher(new CountedText(module));
            return matcher.lookingAt() ? Optional.of(matcher.group(group)) : Optional.empty();
        });
    }

    private <T> T patiently(final Supplier<T> match) {
        try {
            return match.get();
        } catch (CountedText.TooManyStepsException | StackOverflowError e) {
            throw ModelFormatException.at(owner.file(), owner.pathOf(key), -1,
                    "a regular expression that matches in reasonable time", "one that does not", e);
        }
    }
}
