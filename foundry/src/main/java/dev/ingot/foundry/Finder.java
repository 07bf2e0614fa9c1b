package dev.ingot.foundry;

import dev.ingot.error.RegistryException;
import dev.ingot.foundry.CachedModel.Origin;
import dev.ingot.foundry.near.NearNames;
import dev.ingot.foundry.settings.CommandText;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the model that a name means. */
final class Finder {

    private static final int SHOWN = 10;

    private Finder() {}

    /** By id; else the highest version of that alias, this cache's own first. */
    static CachedModel find(final String name, final List<CachedModel> models, final Path root) {
        return models.stream().filter(model -> model.id().text().equals(name))
                .findFirst()
                .or(() -> models.stream().filter(model -> model.alias().equals(name))
                        .max(Comparator.comparing(CachedModel::origin, Comparator.reverseOrder())
                                .thenComparing(CachedModel::id)))
                .orElseThrow(() -> notFound(name, models, root));
    }

    private static RegistryException notFound(final String name, final List<CachedModel> models,
            final Path root) {
        return new RegistryException("model \"" + name + "\" is not in the cache " + root + ": "
                + hint(name, models, root));
    }

    private static String hint(final String name, final List<CachedModel> models, final Path root) {
        final List<Path> called = Namesakes.of(name, root);
        final Optional<Path> unlisted = called.stream()
                .filter(directory -> owner(directory, models).isEmpty())
                .findFirst();
        if (unlisted.isPresent()) {
            return unlisted.get() + " may be meant and is not listed: \"ingot doctor "
                    + CommandText.word(name)
                    + CommandText.cache(Optional.of(root)) + "\" says why";
        }
        final boolean versioned = name.indexOf(':') >= 0;
        final var names = models.stream().map(model -> versioned ? model.id().text() : model.alias())
                .distinct().toList();
        final var near = NearNames.of(name, names);
        if (!near.isEmpty()) {
            return "did you mean " + String.join(" or ", near) + "?";
        }
        return called.stream().flatMap(directory -> owner(directory, models).stream()).findFirst()
                .map(model -> model.directory() + " is listed as " + model.id())
                .orElseGet(() -> models.isEmpty()
                        ? nothing(root)
                        : "it holds " + String.join(", ", names.stream().limit(SHOWN).toList()));
    }

    private static Optional<CachedModel> owner(final Path directory, final List<CachedModel> models) {
        return models.stream().filter(model -> model.directory().equals(directory)).findFirst();
    }

    private static String nothing(final Path root) {
        return CacheScan.holdsFiles(root)
                ? "none of what lies there is listed: \"ingot doctor" + CommandText.cache(Optional.of(root))
                        + "\" says why"
                : "the cache is empty";
    }

    /** One that the cache may change: its directory lies below the root, and its name leaves no doubt. */
    static CachedModel own(final String name, final List<CachedModel> models, final Path root) {
        final var model = find(name, models, root);
        switch (model.origin()) {
            case SHARED -> throw new RegistryException("model " + model.id() + " lies in a shared cache ("
                    + model.directory() + "), which is never changed from here");
            case INDEX -> throw new RegistryException("model " + model.id() + " (" + model.directory()
                    + ") is registered by an application of Foundry Local, in "
                    + root.resolve(LocalIndex.FILE)
                    + ": let that application change it");
            case CACHE -> checkVersions(name, model, models);
        }
        Removal.check(model.directory(), root);
        return model;
    }

    /** Returns the model if no other directory has its id: which of them is meant, nobody could say. */
    static CachedModel alone(final CachedModel model, final List<CachedModel> all) {
        all.stream()
                .filter(other -> other.id().equals(model.id())
                        && !other.directory().equals(model.directory()))
                .findFirst().ifPresent(other -> {
                    throw new RegistryException("model " + model.id() + " is declared by " + model.directory()
                            + " and by " + other.directory() + ": remove one of them first");
                });
        return model;
    }

    private static void checkVersions(final String name, final CachedModel model,
            final List<CachedModel> models) {
        final var versions = models.stream().filter(other -> other.origin() == Origin.CACHE
                && other.alias().equals(model.alias())).toList();
        if (!name.equals(model.id().text()) && versions.size() > 1) {
            throw new RegistryException("\"" + name + "\" stands for " + versions.size()
                    + " models, say which: "
                    + String.join(", ", versions.stream().map(other -> other.id().text()).toList()));
        }
    }
}
