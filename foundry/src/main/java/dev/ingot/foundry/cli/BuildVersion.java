package dev.ingot.foundry.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version of Ingot and of the Java it runs on. */
final class BuildVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        final String own = Objects.requireNonNullElse(Ingot.class.getPackage().getImplementationVersion(),
                "(not packaged)");
        return new String[]{"ingot " + own + " (Java " + Runtime.version() + ")"};
    }
}
