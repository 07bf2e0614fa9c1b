package dev.ingot.foundry.cli;

import java.util.List;
import picocli.CommandLine.Command;

/** Groups what is done with the model cache. */
@Command(description = "Show and change the model cache.", synopsisSubcommandLabel = "COMMAND")
final class CacheCommand {

    /** In the order of the help. */
    static final List<Class<?>> COMMANDS = List.of(CacheWhere.class, CacheCd.class, CacheList.class,
            CacheSize.class, CacheRegister.class, CacheRename.class, CacheMove.class, CacheRemove.class,
            CacheVerify.class, CacheExport.class, CacheImport.class);

    private CacheCommand() {}
}
