package dev.ingot.foundry.service.models;

import dev.ingot.foundry.CachedModel;
import java.time.Duration;

/**
 * A model in memory.
 *
 * @param model as the cache lists it
 * @param bytes of memory that are set aside for it
 * @param users calls that use it or wait for it
 * @param idle  time since its last use; 0 while it is in use
 * @param keep  how long it stays after that; 0 for as long as there is room
 */
public record LoadedModel(CachedModel model, long bytes, int users, Duration idle, Duration keep) {

    static LoadedModel of(final ModelEntry entry, final long now) {
        final var idle = entry.users() > 0 ? Duration.ZERO : Duration.ofNanos(now - entry.lastUsed());
        return new LoadedModel(entry.model(), entry.bytes(), entry.users(), idle, entry.keep());
    }
}
