package dev.ingot.foundry.service.models;

import dev.ingot.error.RegistryException;
import dev.ingot.foundry.CachedModel;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.service.http.HttpFailure;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the cache holds, looked at anew when the last look is some time ago or when a name is not found: models that are
 * registered while the service runs are there at once, and a burst of calls reads the directories once. Thread-safe.
 */
final class Catalog {

    private static final long FRESH_NANOS = 1_000_000_000L;

    private record Look(List<CachedModel> models, long time) {}

    private final FoundryCache cache;
    private volatile Look last = new Look(List.of(), System.nanoTime() - FRESH_NANOS);

    Catalog(final FoundryCache cache) {
        this.cache = cache;
    }

    /** Returns all models, by name and version. */
    List<CachedModel> models() {
        final long now = System.nanoTime();
        return now - last.time < FRESH_NANOS ? last.models : look(now);
    }

    private List<CachedModel> look(final long now) {
        final var models = cache.list();
        last = new Look(models, now);
        return models;
    }

    /**
     * Finds a model.
     *
     * @throws HttpFailure with status 404 if there is none; names those that are near
     */
    CachedModel find(final String name) {
        return match(name, models()).or(() -> match(name, look(System.nanoTime())))
                .orElseThrow(() -> notFound(name));
    }

    private HttpFailure notFound(final String name) {
        String message = "model \"" + name + "\" is not in the cache";
        try {
            cache.find(name);
        } catch (RegistryException e) {
            message = String.valueOf(e.getMessage());
        }
        return HttpFailure.of(404, message, "model", "model_not_found");
    }

    /**
     * Finds the model that a name means: an id, or a name without version, which stands for the highest; in their exact
     * spelling, else in any case if that leaves one name.
     */
    static Optional<CachedModel> match(final String name, final Collection<CachedModel> models) {
        return last(models, model -> model.id().text().equals(name))
                .or(() -> last(models, model -> model.alias().equals(name)))
                .or(() -> last(models, model -> model.id().text().equalsIgnoreCase(name))
                        .or(() -> last(models, model -> model.alias().equalsIgnoreCase(name)))
                        .filter(found -> models.stream()
                                .filter(m -> m.alias().equalsIgnoreCase(found.alias()))
                                .map(CachedModel::alias).distinct().count() == 1));
    }

    private static Optional<CachedModel> last(final Collection<CachedModel> models,
            final Predicate<CachedModel> wanted) {
        return models.stream().filter(wanted).reduce((first, second) -> second);
    }
}
