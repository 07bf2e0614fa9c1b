/** The Foundry Local model cache and the command line. */
module dev.ingot.foundry {
    requires static transitive org.jspecify;
    requires static info.picocli;
    requires transitive dev.ingot.runtime;

}
