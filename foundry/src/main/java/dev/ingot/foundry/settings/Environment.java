package dev.ingot.foundry.settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a process is told from outside.
 *
 * @param variables environment variables
 * @param home      the user's home directory
 */
public record Environment(Map<String, String> variables, Path home) {

    /** Copies the map. */
    public Environment {
        variables = Map.copyOf(variables);
    }

    /**
     * Reads the environment of this process. The home directory is the one Foundry Local takes: USERPROFILE, else
     * HOMEDRIVE with HOMEPATH on Windows; HOME elsewhere; else what the system knows of the user.
     *
     * @return the environment
     */
    public static Environment ofProcess() {
        return of(System.getenv(), System.getProperty("os.name", "").startsWith("Windows"),
                System.getProperty("user.home", "."));
    }

    static Environment of(final Map<String, String> variables, final boolean windows, final String fallback) {
        final String drive = variables.getOrDefault("HOMEDRIVE", "");
        final String path = variables.getOrDefault("HOMEPATH", "");
        final Stream<String> candidates = windows
                ? Stream.of(variables.getOrDefault("USERPROFILE", ""),
                        drive.isEmpty() || path.isEmpty() ? "" : drive + path)
                : Stream.of(variables.getOrDefault("HOME", ""));
        return new Environment(variables,
                Path.of(candidates.filter(candidate -> !candidate.isBlank()).findFirst().orElse(fallback)));
    }

    /**
     * Returns a variable.
     *
     * @param name its name
     * @return its value, or empty when it is not set or blank
     */
    public Optional<String> variable(final String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }
}
