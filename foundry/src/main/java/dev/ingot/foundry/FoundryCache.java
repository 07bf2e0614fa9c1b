package dev.ingot.foundry;

import dev.ingot.ModelRegistry;
import dev.ingot.OnnxModel;
import dev.ingot.Registration;
import dev.ingot.error.RegistryException;
import dev.ingot.error.StorageException;
import dev.ingot.foundry.CachedModel.Origin;
import dev.ingot.foundry.settings.CacheLocation;
import dev.ingot.foundry.settings.Environment;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A Foundry Local model cache: a directory tree in which every reader of Foundry Local finds models. Shared caches may
 * stand behind it, whose models are found as well and never changed.
 *
 * <p>Readers see a model whole or not at all, and a replaced one until its successor is whole, also when this process
 * dies at any moment; the next change clears what it left. Changes take their turn among threads and processes by the
 * file {@code .ingot.lock} in the root; reading needs no lock and writes nothing. Immutable and thread-safe. The cache's
 * own settings are never touched.
 */
public final class FoundryCache implements ModelRegistry {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Path root;
    private final List<Path> shared;
    final LastUsed used;

    private FoundryCache(final Path root, final List<Path> shared, final LastUsed used) {
        this.root = root.toAbsolutePath().normalize();
        this.shared = shared.stream().map(path -> path.toAbsolutePath().normalize()).toList();
        this.used = used;
    }

    /**
     * Opens the cache that is configured: by the environment variable INGOT_CACHE, else in Ingot's settings ({@code
     * ingot cache cd}), else the command line's default of Foundry Local, {@code .foundry/cache/models} under the user's
     * home directory. Behind it stand the caches that the variable INGOT_SHARED_CACHES lists.
     *
     * @return the cache; its directory need not exist yet
     * @throws dev.ingot.error.ModelFormatException if Ingot's settings are damaged
     */
    public static FoundryCache open() {
        final var environment = Environment.ofProcess();
        return open(CacheLocation.find(Optional.empty(), environment).path(), environment.home())
                .shared(CacheLocation.shared(environment));
    }

    /**
     * Opens a cache.
     *
     * @param root its directory; need not exist yet
     * @return the cache
     */
    public static FoundryCache open(final Path root) {
        return open(root, Environment.ofProcess().home());
    }

    /**
     * Opens the cache of an application that uses the SDK of Foundry Local: {@code .NAME/cache/models} under the user's
     * home directory, where each has its own unless it is told otherwise.
     *
     * @param name the application's name, as it is configured there
     * @return the cache; its directory need not exist yet
     * @throws dev.ingot.error.InvalidOptionException if no directory has this name
     */
    public static FoundryCache ofApplication(final String name) {
        final var environment = Environment.ofProcess();
        return open(CacheLocation.ofApplication(name, environment).path(), environment.home());
    }

    /**
     * Opens a cache for a user.
     *
     * @param root its directory; need not exist yet
     * @param home the user's home directory, which keeps when models were last used
     * @return the cache
     */
    public static FoundryCache open(final Path root, final Path home) {
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new RegistryException("the cache " + root + " is not a directory");
        }
        return new FoundryCache(root, List.of(), LastUsed.by(home));
    }

    /**
     * Puts shared caches behind this one, for example a read-only directory of the network. Their models are listed and
     * found after this one's own, in the order of the caches; nothing is ever written there.
     *
     * @param caches their directories; one that is not there is empty
     * @return this cache with these behind it
     */
    public FoundryCache shared(final List<Path> caches) {
        return new FoundryCache(root, caches, used);
    }

    /** {@return the directories of the shared caches behind this one, absolute, in the order in which they are searched} */
    public List<Path> shared() {
        return shared;
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
     * and only gets its inference_model.json and the checksums of its files. If it has been registered there before, what
     * the registration does not set stays as it was: description, a version in words, each value of ModelConfig, keys of
     * other tools, and PromptTemplate where the model has no chat template to derive one from.
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
        try (var _ = lock()) {
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
     * Lists the models: those that Foundry Local's own scan finds, those that its newer applications have registered by
     * their path, and those of the shared caches. Of equal ids the first of these counts.
     *
     * @return the models by name and version
     */
    public List<CachedModel> list() {
        final var byId = new TreeMap<ModelId, CachedModel>();
        for (final Path cache : shared.reversed()) {
            CacheScan.models(cache, Origin.SHARED).forEach(model -> byId.put(model.id(), model));
        }
        LocalIndex.of(root).models().forEach(model -> byId.put(model.id(), model));
        scan().forEach(model -> byId.put(model.id(), model));
        return List.copyOf(byId.values());
    }

    /** Lists everything in the cache itself that declares a name, in the order of the scan: of equal ids readers take the last. */
    List<CachedModel> scan() {
        return CacheScan.models(root, Origin.CACHE);
    }

    /**
     * Finds a model.
     *
     * @param name {@code name:version}, or a name alone, which stands for the highest version in the first cache that has
     *             one of this name
     * @return the model
     * @throws RegistryException if there is none; lists names that are near
     */
    public CachedModel find(final String name) {
        return Finder.find(name, list(), root);
    }

    /**
     * Removes a model and its files. It disappears from every reader's list first; a file that cannot be deleted because
     * it is in use is deleted by a later change.
     *
     * @param name its name or {@code name:version}
     * @throws RegistryException if there is none, it is not this cache's own, the name alone stands for several
     *                           versions, or something would go with it that is not the model's
     * @throws StorageException  if a file cannot be deleted
     */
    public void remove(final String name) {
        try (var _ = lock()) {
            final var model = own(name);
            final var directories = scan().stream().filter(other -> other.id().equals(model.id()))
                    .map(CachedModel::directory).toList();
            directories.forEach(it -> Removal.check(it, root));
            used.forget(model.directory());
            directories.forEach(Removal::of);
        }
    }

    /**
     * Gives a model another name; everything else that its registration says stays. A directory that is called like the
     * model is then called anew, too.
     *
     * @param name    its name or {@code name:version}
     * @param newName the new one; without a version it keeps its own
     * @return the model under its new name
     * @throws RegistryException if the new name is not allowed or taken, or as {@link #remove} says
     */
    public CachedModel rename(final String name, final String newName) {
        try (var _ = lock()) {
            return relocate(name, model -> model.rename(newName));
        }
    }

    /**
     * Moves a model to another directory of the cache.
     *
     * @param name  its name or {@code name:version}
     * @param group one or several segments below the root, for example {@code team/lights}
     * @return the model at its new place
     * @throws RegistryException if the group is not allowed or the place taken, or as {@link #remove} says
     */
    public CachedModel move(final String name, final String group) {
        try (var _ = lock()) {
            return relocate(name, model -> model.regroup(group));
        }
    }

    /**
     * Moves a model to another cache. Large files become links where the file system allows it, so that they are not
     * copied; what is copied is compared with the checksums before the original goes.
     *
     * @param name   its name or {@code name:version}
     * @param target the other cache
     * @return the model at its new place
     * @throws RegistryException if the name is taken there, or as {@link #remove} says
     */
    public CachedModel move(final String name, final FoundryCache target) {
        if (target.root.equals(root)) {
            throw new RegistryException("the cache " + root + " is where the model lies already");
        }
        // Always in the same order, or two that move models to each other would wait for ever.
        final boolean first = root.compareTo(target.root) < 0;
        try (var _ = first ? lock() : target.lock(); var _ = first ? target.lock() : lock()) {
            return relocate(name, model -> model.moveTo(target));
        }
    }

    /**
     * Takes the present content of a model's files for the right one: {@link CachedModel#verify} compares with it from
     * then on.
     *
     * @param name its name or {@code name:version}
     * @throws RegistryException as {@link #remove} says
     * @throws StorageException  if a file cannot be read
     */
    public void renewChecksums(final String name) {
        try (var _ = lock()) {
            ModelChecksums.renew(own(name).directory());
        }
    }

    /**
     * Takes a model in that was exported. Every file is compared with its checksum, and all together are checked, before
     * anything is visible. While the archive is read others may change the cache; whether the name is free is asked
     * before and after.
     *
     * @param file    the archive
     * @param options under which name
     * @return the model at its place
     * @throws RegistryException                    if the name is taken or not allowed
     * @throws dev.ingot.error.ModelFormatException if the archive is damaged, incomplete or not one of a model
     * @throws StorageException                     if something cannot be read or written
     */
    public CachedModel importModel(final Path file, final ImportOptions options) {
        return Archives.read(this, options, file);
    }

    /**
     * Takes a model in as {@link #importModel(Path, ImportOptions)} does.
     *
     * @param input   the bytes of an archive; read to its end and not closed
     * @param options under which name
     * @return the model at its place
     */
    public CachedModel importModel(final InputStream input, final ImportOptions options) {
        return Archives.read(this, options, input);
    }

    /**
     * Returns when this user last ran a model, as far as {@link #markUsed} was told.
     *
     * @param model the model
     * @return the time, or empty when it was never used
     */
    public Optional<Instant> lastUsed(final CachedModel model) {
        return used.of(model.directory());
    }

    /**
     * Notes that a model is used now. That is kept under the user's home directory, not in the cache; where it cannot be
     * written, nothing happens.
     *
     * @param model the model
     */
    public void markUsed(final CachedModel model) {
        used.mark(model.directory());
    }

    private CachedModel relocate(final String name, final Function<Relocation, CachedModel> change) {
        final var model = Finder.alone(own(name), scan());
        return used.follow(model.directory(), () -> change.apply(new Relocation(this, model)));
    }

    /** Finds a model that this cache may change. */
    private CachedModel own(final String name) {
        return Finder.own(name, list(), root);
    }

    /** Waits until nobody else changes the cache, and undoes what dead processes left. */
    CacheLock lock() {
        final var lock = CacheLock.acquire(root, PATIENCE);
        try {
            CacheScan.clearLeftovers(root);
            return lock;
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
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
