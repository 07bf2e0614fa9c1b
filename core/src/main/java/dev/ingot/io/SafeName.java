package dev.ingot.io;

import java.util.Optional;
import java.util.regex.Pattern;

/** Names of files and directories that mean the same on every system, and that readers of model caches take. */
public final class SafeName {

    private static final int MAX = 255;
    private static final Pattern DEVICE = Pattern
            .compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");
    private static final Pattern STRANGE = Pattern.compile("[\\x00-\\x1f\\x7f\\\\/:<>\"|?*]");

    private SafeName() {}

    /**
     * Says what is wrong with a name.
     *
     * @param name one segment of a path
     * @return the reason, or empty when it can be used
     */
    public static Optional<String> fault(final String name) {
        if (name.isEmpty()) {
            return Optional.of("a name is empty");
        }
        if (name.length() > MAX) {
            return Optional.of("a name has more than " + MAX + " characters");
        }
        if (!name.strip().equals(name) || name.startsWith(".") || name.endsWith(".")) {
            return Optional.of("a name begins or ends with a dot or a blank");
        }
        if (STRANGE.matcher(name).find()) {
            return Optional.of("a name has characters that not every system takes");
        }
        return isDevice(name) ? Optional.of("Windows keeps a name for a device") : Optional.empty();
    }

    /**
     * Tells whether Windows takes a name for a device.
     *
     * @param name one segment of a path
     * @return true if so
     */
    public static boolean isDevice(final String name) {
        return DEVICE.matcher(name).matches();
    }
}
