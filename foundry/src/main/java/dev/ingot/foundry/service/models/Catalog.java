package dev.ingot.foundry.service.models;

import dev.ingot.foundry.CachedModel;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.near.NearNames;
import dev.ingot.foundry.service.http.HttpFailure;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the cache holds, looked at anew when the last look is some time ago or when a name is not found: models that are
 * registered while the service runs are there at once, and a burst of calls reads the directories once, also one of calls
 * for names that there are not. Thread-safe.
 */
final class Catalog {

    static final long FRESH_NANOS = 1_000_000_000L;

    private static final int LONGEST_SHOWN = 100;
    private static final int MOST_SHOWN = 10;

    /** What was found, when the look for it began, and whether it was for a name that the one before did not have. */
    private record Look(List<CachedModel> models, long time, boolean afterMiss) {

        boolean fresh(final long now) {
            return now - time < FRESH_NANOS;
        }
    }

    private final FoundryCache cache;
    private final LongSupplier clock;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Look last;

    Catalog(final FoundryCache cache) {
        this(cache, System::nanoTime);
    }

    Catalog(final FoundryCache cache, final LongSupplier clock) {
        this.cache = cache;
        this.clock = clock;
        last = new Look(List.of(), clock.getAsLong() - FRESH_NANOS, false);
    }

    /** Returns all models, by name and version. */
    List<CachedModel> models() {
        return models(clock.getAsLong());
    }

    private List<CachedModel> models(final long asked) {
        final Look known = last;
        return known.fresh(asked) ? known.models : look(asked, false);
    }

    /** Looks, unless somebody else has since this was asked for. */
    private List<CachedModel> look(final long asked, final boolean afterMiss) {
        looking.lock();
        try {
            if (last.time - asked <= 0) {
                final long now = clock.getAsLong();
                last = new Look(cache.list(), now, afterMiss);
            }
            return last.models;
        } finally {
            looking.unlock();
        }
    }

    /**
     * Finds a model.
     *
     * @throws HttpFailure with status 404 if there is none; names those that are near
     */
    CachedModel find(final String name) {
        final long asked = clock.getAsLong();
        return match(name, present(models(asked))).or(() -> match(name, present(afterMiss(asked))))
                .orElseThrow(() -> notFound(name));
    }

    /** What was removed since the last look is not there. */
    private static List<CachedModel> present(final List<CachedModel> models) {
        return models.stream().filter(Catalog::isPresent).toList();
    }

    /** Tells whether the cache still has what it had for a model when it was looked at. */
    static boolean isPresent(final CachedModel model) {
        return Files.isDirectory(model.directory());
    }

    /** Looks again, but for one of many misses in a short time. */
    private List<CachedModel> afterMiss(final long asked) {
        final Look known = last;
        return known.afterMiss && known.fresh(asked) ? known.models : look(asked, true);
    }

    /** Says nothing of where the cache lies, and no more of the name than helps. */
    HttpFailure notFound(final String name) {
        final var models = present(last.models);
        final String shown = shown(name);
        final boolean versioned = shown.indexOf(':') >= 0;
        final var near = NearNames.of(shown,
                models.stream().map(model -> versioned ? model.id().text() : model.alias()).toList());
        final String hint;
        if (models.isEmpty()) {
            hint = "the cache is empty";
        } else if (near.isEmpty()) {
            hint = models.stream().map(CachedModel::alias).distinct().limit(MOST_SHOWN)
                    .collect(Collectors.joining(", ", "there are ", ""));
        } else {
            hint = "did you mean " + String.join(" or ", near) + "?";
        }
        return HttpFailure.of(404, "model \"" + shown + "\" is not in the cache: " + hint, "model",
                "model_not_found");
    }

    private static String shown(final String name) {
        if (name.length() <= LONGEST_SHOWN) {
            return name;
        }
        final int end = Character.isHighSurrogate(name.charAt(LONGEST_SHOWN - 1))
                ? LONGEST_SHOWN - 1
                : LONGEST_SHOWN;
        return name.substring(0, end) + "...";
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
