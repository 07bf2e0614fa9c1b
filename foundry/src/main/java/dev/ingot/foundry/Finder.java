package dev.ingot.foundry;

import dev.ingot.error.RegistryException;
import dev.ingot.foundry.CachedModel.Origin;
import dev.ingot.foundry.near.NearNames;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

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
        final boolean versioned = name.indexOf(':') >= 0;
        final var names = models.stream().map(model -> versioned ? model.id().text() : model.alias())
                .distinct().toList();
        final var near = NearNames.of(name, names);
        final String hint = models.isEmpty()
                ? "the cache is empty"
                : near.isEmpty()
                        ? "it holds " + String.join(", ", names.stream().limit(SHOWN).toList())
                        : "did you mean " + String.join(" or ", near) + "?";
        return new RegistryException("model \"" + name + "\" is not in the cache " + root + ": " + hint);
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
