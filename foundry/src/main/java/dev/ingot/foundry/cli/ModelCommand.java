package dev.ingot.foundry.cli;

import picocli.CommandLine.Command;

/** Groups what is done with one model. */
@Command(description = "Talk to a model.", synopsisSubcommandLabel = "COMMAND", subcommands = ModelRun.class)
final class ModelCommand {}
