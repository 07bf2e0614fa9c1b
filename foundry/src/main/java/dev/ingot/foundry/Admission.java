package dev.ingot.foundry;

import dev.ingot.OnnxModel;
import dev.ingot.error.RegistryException;
import dev.ingot.error.StorageException;
import dev.ingot.io.StagedDirectory;
import dev.ingot.io.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Lets a model into a cache under an id: where it will lie, whom it displaces, and that readers find it there. */
final class Admission {

    /** Below the root, because the root itself is no place for a model. */
    static final String GROUP = "custom";

    private final FoundryCache cache;
    private final ModelId id;
    private final boolean replace;
    private final List<CachedModel> present;

    /** Meant to be made while the cache is locked; without that it says what would happen now. */
    Admission(final FoundryCache cache, final ModelId id, final boolean replace) {
        this.cache = cache;
        this.id = id;
        this.replace = replace;
        this.present = cache.scan();
    }

    /**
     * A place that may be taken.
     *
     * @param place    where the model will lie
     * @param replaced the directories of the models that give way
     */
    record Slot(Path place, List<Path> replaced) {}

    /** Returns the place for models that have none yet. */
    Path usualPlace() {
        return cache.location().resolve(GROUP).resolve(id.segment());
    }

    /** Checks a place; one that the model lies in already is taken by itself. */
    Slot slot(final Path place, final boolean inPlace) {
        checkVisible(place);
        final var slot = new Slot(place, replaced(place));
        slot.replaced().stream().filter(it -> !inPlace || !it.equals(place))
                .forEach(it -> Removal.check(it, cache.location()));
        if (!inPlace) {
            checkFree(slot);
        }
        return slot;
    }

    private void checkVisible(final Path place) {
        if (place.equals(cache.location())) {
            throw new RegistryException("the model lies directly in the cache's root " + place
                    + ", where no reader looks: move it into a directory below, for example " + GROUP + "/"
                    + id.segment());
        }
        Path above = place.getParent();
        while (above != null && !above.equals(cache.location())) {
            if (CacheScan.isModel(above)) {
                throw new RegistryException(
                        place + " lies inside the model " + above + ", and readers do not look there");
            }
            above = above.getParent();
        }
        present.stream().map(CachedModel::directory)
                .filter(other -> !other.equals(place) && other.startsWith(place)).findFirst()
                .ifPresent(other -> {
                    throw new RegistryException(other + " lies inside " + place
                            + " and would no longer be found: move it elsewhere first");
                });
    }

    private List<Path> replaced(final Path place) {
        final var directories = new ArrayList<Path>();
        for (final CachedModel other : present) {
            final boolean same = checkCase(other);
            if (same || other.directory().equals(place)) {
                checkReplacing(other);
                directories.add(other.directory());
            }
        }
        return directories;
    }

    /** Tells whether another model has this id; one that differs in case only would be the same file elsewhere. */
    private boolean checkCase(final CachedModel other) {
        final boolean same = other.id().equals(id);
        if (!same && other.id().text().equalsIgnoreCase(id.text())) {
            throw new RegistryException(
                    "model " + id + " differs from " + other.id() + " (" + other.directory()
                            + ") only in upper and lower case: choose another name");
        }
        return same;
    }

    private void checkReplacing(final CachedModel other) {
        if (!replace) {
            throw new RegistryException("model " + other.id() + " is already registered (" + other.directory()
                    + "): choose another name, or ask for it to be replaced");
        }
    }

    /** Checks a place for a model that lies elsewhere in the cache and is to be moved there. */
    void checkPlace(final Path place, final Path from) {
        if (place.startsWith(from)) {
            throw new RegistryException(place + " lies inside the model that is to be moved there");
        }
        checkVisible(place);
        checkFree(new Slot(place, List.of()));
    }

    /** Checks that nobody but one directory has the id. */
    void checkName(final Path own) {
        for (final CachedModel other : present) {
            if (!other.directory().equals(own) && checkCase(other)) {
                throw new RegistryException("model " + other.id() + " is already registered ("
                        + other.directory() + "): choose another name");
            }
        }
    }

    private void checkFree(final Slot slot) {
        final Path place = slot.place();
        try {
            final boolean taken = Files.exists(place, LinkOption.NOFOLLOW_LINKS)
                    && (!slot.replaced().contains(place) || Files.isSymbolicLink(place))
                    && !(Files.isDirectory(place) && Trees.isEmpty(place));
            if (taken) {
                throw new RegistryException(place + " exists and is not a directory of the model " + id
                        + ": choose another name, or move it away");
            }
        } catch (IOException e) {
            throw new StorageException("look into", place, e);
        }
    }

    /** Begins a directory that nobody sees. */
    StagedDirectory stage(final Slot slot) {
        return StagedDirectory.begin(slot.place(), isReplaced(slot));
    }

    /** Tells whether a model that gives way lies where the new one will. */
    static boolean isReplaced(final Slot slot) {
        return slot.replaced().contains(slot.place());
    }

    /** Fills a directory that nobody sees and shows it when it is whole. */
    void publish(final Slot slot, final Consumer<Path> files) {
        try (var staged = stage(slot)) {
            files.accept(staged.path());
            staged.publish();
        }
    }

    /** Lets the others give way, now that the model is in its place. */
    OnnxModel settle(final Slot slot) {
        slot.replaced().stream().filter(other -> !other.equals(slot.place())).forEach(other -> {
            cache.used.inherit(other, slot.place());
            Removal.of(other);
        });
        if (cache.scan().stream()
                .noneMatch(model -> model.id().equals(id) && model.directory().equals(slot.place()))) {
            throw new RegistryException("model " + id + " was written to " + slot.place()
                    + " but is not found by a scan of " + cache.location());
        }
        return new OnnxModel(slot.place(), id.name());
    }

    /** Returns where a directory lies as the cache sees it, or empty when that is outside. */
    Optional<Path> inside(final Path directory) {
        try {
            final Path root = real(cache.location());
            final Path place = real(directory);
            return place.startsWith(root)
                    ? Optional.of(cache.location().resolve(root.relativize(place)).normalize())
                    : Optional.empty();
        } catch (IOException e) {
            throw new StorageException("look up", directory, e);
        }
    }

    /** Resolves links as far as the path exists. */
    private static Path real(final Path path) throws IOException {
        final Path parent = path.getParent();
        return Files.exists(path) || parent == null
                ? path.toRealPath()
                : real(parent).resolve(path.getFileName());
    }
}
