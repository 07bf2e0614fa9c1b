/** The Foundry Local model cache and the command line. */
module dev.ingot.foundry {
    requires static transitive org.jspecify;
    requires static info.picocli;
    requires java.logging;
    requires transitive dev.ingot.runtime;

    exports dev.ingot.foundry;

    opens dev.ingot.foundry.cli to info.picocli;
}
