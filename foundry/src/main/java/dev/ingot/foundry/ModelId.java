package dev.ingot.foundry;

import dev.ingot.error.RegistryException;
import dev.ingot.io.SafeName;
import dev.ingot.report.PlainLine;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a cache calls a model: {@code name:version}. Models of one name with different versions stand beside each
 * other. The order is by name, then by version.
 *
 * @param text the id as readers show it
 */
public record ModelId(String text) implements Comparable<ModelId> {

    /** Longest name that fits into a file name together with what temporary siblings add to it. */
    static final int MAX_NAME = 160;

    private static final Pattern VERSIONED = Pattern.compile("(?s)(.*):([0-9]+)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final Pattern CANONICAL = Pattern.compile("0|[1-9][0-9]{0,8}");

    /**
     * Reads a name as the scan of Foundry Local does: without a colon it gets version 0, else it stays as it is.
     *
     * @param declared the Name of an inference_model.json, not empty
     * @return the id
     */
    public static ModelId declared(final String declared) {
        return new ModelId(declared.indexOf(':') < 0 ? declared + ":0" : declared);
    }

    /**
     * Makes the id of a new model, by the grammar that every generation of Foundry Local takes.
     *
     * @param name    {@code name} or {@code name:version}
     * @param version free text; a whole number is the id's version unless the name brings one
     * @return the id
     * @throws RegistryException if the name is not allowed; says what is
     */
    public static ModelId forNewModel(final String name, final Optional<String> version) {
        final int colon = name.indexOf(':');
        final String plain = colon < 0 ? name : name.substring(0, colon);
        checkName(plain);
        final Optional<String> number = version.filter(text -> CANONICAL.matcher(text).matches());
        if (colon < 0) {
            return new ModelId(plain + ":" + number.orElse("0"));
        }
        final String own = name.substring(colon + 1);
        if (!CANONICAL.matcher(own).matches()) {
            throw refused(name, "the part after the colon is a whole number without leading zeros");
        }
        if (number.isPresent() && !own.equals(number.get())) {
            throw refused(name, "its version contradicts version " + number.get());
        }
        return new ModelId(name);
    }

    /** The id under another name, which keeps the version unless it brings one. */
    ModelId renamed(final String name) {
        return forNewModel(name, name.indexOf(':') < 0 ? Optional.of(version()) : Optional.empty());
    }

    private static void checkName(final String name) {
        if (!NAME.matcher(name).matches() || name.endsWith(".") || name.length() > MAX_NAME) {
            throw refused(name,
                    "a name has letters, digits, dot, dash and underscore, begins with a letter or"
                            + " digit, does not end with a dot and has at most " + MAX_NAME + " characters");
        }
        if (SafeName.isDevice(name)) {
            throw refused(name, "Windows keeps this name for a device");
        }
        if (namesOtherDevice(name)) {
            throw refused(name,
                    "Foundry Local takes the ending for a GPU or NPU variant, and this model runs on"
                            + " the CPU: choose a neutral name or one that ends with -generic-cpu");
        }
    }

    private static RegistryException refused(final String name, final String reason) {
        final String shown = name.length() > MAX_NAME ? name.substring(0, MAX_NAME) + "..." : name;
        return new RegistryException("model name \"" + shown + "\" is not allowed: " + reason);
    }

    /**
     * Tells whether a name may be given to a new model.
     *
     * @param name {@code name} or {@code name:version}
     * @return true if {@link #forNewModel} takes it
     */
    public static boolean isAllowed(final String name) {
        try {
            forNewModel(name, Optional.empty());
            return true;
        } catch (RegistryException e) {
            // The answer that was asked for.
            return false;
        }
    }

    /**
     * Tells whether a name ends as those of variants for other devices do, which readers refuse where there is none.
     *
     * @param name without version
     * @return true if it asks for a GPU or NPU
     */
    public static boolean namesOtherDevice(final String name) {
        final String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith("-gpu") || lower.endsWith("-npu");
    }

    /**
     * Tells whether the name keeps the grammar; others are listed all the same, but not every reader takes them.
     *
     * @return true if so
     */
    public boolean isRegular() {
        return NAME.matcher(name()).matches() && VERSIONED.matcher(text).matches();
    }

    /**
     * Returns the name without the version; also the alias by which people ask for the model.
     *
     * @return the name
     */
    public String name() {
        final var versioned = VERSIONED.matcher(text);
        return versioned.matches() ? versioned.group(1) : text;
    }

    /**
     * Returns the version.
     *
     * @return digits; 0 where the model says none
     */
    public String version() {
        final var versioned = VERSIONED.matcher(text);
        return versioned.matches() ? versioned.group(2) : "0";
    }

    /** The Name to write: without the version where that is what readers assume anyway. */
    String toDeclare() {
        return version().equals("0") ? name() : text;
    }

    /** The directory's name: a safe segment on every system. */
    String segment() {
        return version().equals("0") ? name() : name() + "-" + version();
    }

    @Override
    public int compareTo(final ModelId other) {
        final int byName = name().compareTo(other.name());
        final int byVersion = new BigInteger(version()).compareTo(new BigInteger(other.version()));
        return byName != 0 ? byName : byVersion != 0 ? byVersion : text.compareTo(other.text);
    }

    /** The id for messages: without characters that a terminal acts on; {@link #text} is what identifies. */
    @Override
    public String toString() {
        return PlainLine.of(text);
    }
}
