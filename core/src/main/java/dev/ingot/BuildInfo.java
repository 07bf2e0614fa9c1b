package dev.ingot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What is known about this build of Ingot. */
public final class BuildInfo {

    private BuildInfo() {}

    /**
     * Returns the version of the library.
     *
     * @return for example 0.1.0
     */
    public static String version() {
        final var properties = new Properties();
        try (var input = BuildInfo.class.getResourceAsStream("build.properties")) {
            if (input != null) {
                properties.load(input);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }
}
