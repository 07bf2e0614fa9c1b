package dev.ingot.foundry.cli;

import picocli.CommandLine.Command;

/** Groups what is done with the model cache. */
@Command(description = "Show and change the model cache.", synopsisSubcommandLabel = "COMMAND", subcommands = {
        CacheWhere.class, CacheCd.class, CacheList.class, CacheRegister.class, CacheRemove.class})
final class CacheCommand {}
