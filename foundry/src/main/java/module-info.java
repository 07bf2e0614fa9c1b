/** The Foundry Local model cache, its service and the command line. */
module dev.ingot.foundry {
    requires static transitive org.jspecify;
    requires static info.picocli;
    requires java.logging;
    requires java.management;
    requires jdk.management;
    requires jdk.unsupported; // signals, for the command line alone
    requires transitive dev.ingot.runtime;

    exports dev.ingot.foundry;
    exports dev.ingot.foundry.doctor;
    exports dev.ingot.foundry.service;
    exports dev.ingot.foundry.validate;

    opens dev.ingot.foundry.cli to info.picocli;
}
