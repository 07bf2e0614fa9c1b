package dev.ingot.foundry.doctor;

import dev.ingot.foundry.FoundryCache;
import java.nio.file.Files;
import java.util.function.Consumer;

/** Whether the shared caches behind a cache are there. */
final class SharedCheck {

    private SharedCheck() {}

    static void look(final FoundryCache cache, final Consumer<Finding> findings) {
        cache.shared().stream().filter(path -> !Files.isDirectory(path))
                .forEach(path -> findings.accept(Finding.of(Fault.SHARED_CACHE_MISSING, path)
                        .expected("a directory").found(Files.exists(path) ? "a file" : "nothing")
                        .fix("check INGOT_SHARED_CACHES, or whether the network directory is mounted")));
    }
}
