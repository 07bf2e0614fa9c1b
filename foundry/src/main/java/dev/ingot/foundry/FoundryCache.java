package dev.ingot.foundry;

import dev.ingot.ModelRegistry;
import dev.ingot.OnnxModel;
import dev.ingot.Registration;
import dev.ingot.error.RegistryException;
import dev.ingot.error.StorageException;
import dev.ingot.foundry.settings.CacheLocation;
import dev.ingot.foundry.settings.Environment;
import dev.ingot.io.Leftovers;
import dev.ingot.io.StagedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A Foundry Local model cache: a directory tree in which every reader of Foundry Local finds models.
 *
 * <p>Readers see a model whole or not at all, and a replaced one until its successor is whole, also when this process
 * dies at any moment; the next change clears what it left. Changes take their turn among threads and processes by the
 * file {@code .ingot.lock} in the root; reading needs no lock and writes nothing. Immutable and thread-safe. The cache's
 * own settings are never touched.
 */
public final class FoundryCache implements ModelRegistry {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Path root;

    private FoundryCache(final Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /**
     * Opens the cache that is configured: by the environment variable INGOT_CACHE, else in Ingot's settings ({@code
     * ingot cache cd}), else the command line's default of Foundry Local, {@code .foundry/cache/models} under the user's
     * home directory.
     *
     * @return the cache; its directory need not exist yet
     * @throws dev.ingot.error.ModelFormatException if Ingot's settings are damaged
     */
    public static FoundryCache open() {
        return open(CacheLocation.find(Optional.empty(), Environment.ofProcess()).path());
    }

    /**
     * Opens a cache.
     *
     * @param root its directory; need not exist yet
     * @return the cache
     */
    public static FoundryCache open(final Path root) {
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new RegistryException("the cache " + root + " is not a directory");
        }
        return new FoundryCache(root);
    }

    /**
     * Returns where the cache lies.
     *
     * @return its root, absolute
     */
    public Path location() {
        return root;
    }

    /**
     * Takes a model in, as {@code custom/NAME} below the root. A model that already lies below the root stays where it is
     * and only gets its inference_model.json.
     *
     * @param model        the model
     * @param registration under which name and with which settings
     * @return the model at its registered place
     * @throws RegistryException                    if the name is taken or not allowed, or the place is one where readers
     *                                              would not find it
     * @throws dev.ingot.error.ModelFormatException if the directory holds no model, or one that nobody could load
     * @throws StorageException     if the files cannot be written
     */
    @Override
    public OnnxModel register(final OnnxModel model, final Registration registration) {
        final var id = ModelId.forNewModel(registration.name().orElse(model.name()), registration.version());
        try (var _ = CacheLock.acquire(root, PATIENCE)) {
            clearLeftovers();
            return new Registrar(this, id, registration).register(model.directory());
        }
    }

    /**
     * Checks what can be known before a model's files exist: whether it may have its name, and whether that is free.
     *
     * @param model        the model; its directory need not exist
     * @param registration under which name and with which settings
     * @throws RegistryException if {@link #register} would refuse
     */
    public void check(final OnnxModel model, final Registration registration) {
        final var id = ModelId.forNewModel(registration.name().orElse(model.name()), registration.version());
        new Registrar(this, id, registration).check(model.directory());
    }

    /**
     * Lists the models as Foundry Local's own scan finds them.
     *
     * @return the models by name and version
     */
    public List<CachedModel> list() {
        final var byId = new TreeMap<ModelId, CachedModel>();
        scan().forEach(model -> byId.put(model.id(), model));
        return List.copyOf(byId.values());
    }

    /** Lists everything that declares a name, in the order of the scan: of equal ids readers take the last. */
    List<CachedModel> scan() {
        final var found = new ArrayList<CachedModel>();
        CacheScan.walk(root, directory -> DeclaredName.of(directory).id()
                .ifPresent(id -> found.add(new CachedModel(id, directory))));
        return found;
    }

    /**
     * Finds a model.
     *
     * @param name its name, which stands for the highest version, or {@code name:version}
     * @return the model
     * @throws RegistryException if there is none; lists names that are near
     */
    public CachedModel find(final String name) {
        final var models = list();
        return models.stream().filter(model -> model.id().text().equals(name))
                .findFirst()
                .or(() -> models.stream().filter(model -> model.alias().equals(name)).reduce((a, b) -> b))
                .orElseThrow(() -> notFound(name, models));
    }

    private RegistryException notFound(final String name, final List<CachedModel> models) {
        final var names = new ArrayList<String>();
        models.forEach(model -> names.add(model.alias()));
        models.forEach(model -> names.add(model.id().text()));
        final var near = NearNames.of(name, names);
        final String hint = models.isEmpty()
                ? "the cache is empty"
                : near.isEmpty()
                        ? "it holds " + String.join(", ", names.stream().distinct().limit(models.size())
                                .limit(10).toList())
                        : "did you mean " + String.join(" or ", near) + "?";
        return new RegistryException("model \"" + name + "\" is not in the cache " + root + ": " + hint);
    }

    /**
     * Removes a model and its files. It disappears from every reader's list first; a file that cannot be deleted because
     * it is in use is deleted by a later change.
     *
     * @param name its name or {@code name:version}
     * @throws RegistryException                if there is none, or the name alone stands for several versions
     * @throws StorageException if a file cannot be deleted
     */
    public void remove(final String name) {
        try (var _ = CacheLock.acquire(root, PATIENCE)) {
            clearLeftovers();
            final var id = find(name).id();
            final var versions = list().stream().filter(model -> model.alias().equals(id.name())).toList();
            if (!name.equals(id.text()) && versions.size() > 1) {
                throw new RegistryException("\"" + name + "\" stands for " + versions.size()
                        + " models, say which: "
                        + String.join(", ", versions.stream().map(model -> model.id().text()).toList()));
            }
            scan().stream().filter(model -> model.id().equals(id))
                    .forEach(model -> delete(model.directory()));
        }
    }

    /** A linked directory belongs to somebody else: only the link goes. */
    static void delete(final Path directory) {
        if (Files.isSymbolicLink(directory)) {
            try {
                Files.delete(directory);
            } catch (IOException e) {
                throw new StorageException("remove the link", directory, e);
            }
        } else {
            StagedDirectory.remove(directory);
        }
    }

    /** Undoes what dead processes left; only with the lock, so that nobody alive is at work. */
    private void clearLeftovers() {
        final var directories = new ArrayList<Path>();
        CacheScan.walk(root, new CacheScan.Visitor() {
            @Override
            public void model(final Path directory) {}

            @Override
            public void other(final Path directory) {
                directories.add(directory);
            }
        });
        directories.forEach(Leftovers::clearAll);
    }

    /**
     * Changes files of the cache while nobody else does.
     *
     * @param work the change
     * @throws RegistryException if somebody else does not finish in time
     */
    public void exclusively(final Runnable work) {
        try (var _ = CacheLock.acquire(root, PATIENCE)) {
            work.run();
        }
    }
}
