package dev.ingot.foundry.cli;

import dev.ingot.BuildInfo;
import picocli.CommandLine.IVersionProvider;

/** The version of Ingot and of the Java it runs on. */
final class BuildVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[]{"ingot " + BuildInfo.version() + " (Java " + Runtime.version() + ")"};
    }
}
