package dev.ingot.foundry.doctor;

import dev.ingot.error.RegistryException;
import dev.ingot.foundry.CacheScan;
import dev.ingot.foundry.CachedModel;
import dev.ingot.foundry.DeclaredName;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.LocalIndex;
import dev.ingot.foundry.Namesakes;
import dev.ingot.foundry.settings.CacheLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Looks at a cache, at the directory of a model or a checkpoint, or at whatever else a path is.
 *
 * <pre>{@code
 * Report report = Doctor.of(FoundryCache.open()).examine();
 * report.findings().forEach(System.out::println);
 * }</pre>
 *
 * <p>Looking changes nothing and takes no lock; a cache that others change meanwhile may look inconsistent. Immutable and
 * thread-safe.
 */
public final class Doctor {

    private final Path path;
    private final Subject subject;
    private final Optional<FoundryCache> cache;
    private final Optional<Path> suggested;
    private final Optional<Sought> sought;

    private Doctor(final Path path, final Subject subject, final Optional<FoundryCache> cache,
            final Optional<Path> suggested, final Optional<Sought> sought) {
        this.path = path;
        this.subject = subject;
        this.cache = cache;
        this.suggested = suggested;
        this.sought = sought;
    }

    /**
     * Looks at a cache.
     *
     * @param cache the cache; its directory need not exist
     * @return the doctor
     */
    public static Doctor of(final FoundryCache cache) {
        return of(cache, Optional.empty());
    }

    private static Doctor of(final FoundryCache cache, final Optional<Sought> sought) {
        return new Doctor(cache.location(), Subject.CACHE, Optional.of(cache), Optional.of(cache.location()),
                sought);
    }

    /**
     * Looks at a model of a cache. Where none of the name is listed, looks at the directories that may be meant by it, and
     * at nothing else of the cache: why is what the report says.
     *
     * @param cache the cache
     * @param name  {@code name:version}, or a name alone
     * @return the doctor
     * @throws RegistryException if nothing in the cache has the name
     */
    public static Doctor of(final FoundryCache cache, final String name) {
        try {
            return of(cache.find(name).directory()).within(cache);
        } catch (RegistryException e) {
            final List<Path> meant = Namesakes.of(name, cache.location());
            if (meant.isEmpty()) {
                throw e;
            }
            return of(cache, Optional.of(new Sought(name, meant)));
        }
    }

    /**
     * Looks at whatever lies at a path.
     *
     * @param path a directory, or a file in it; need not exist
     * @return the doctor
     */
    public static Doctor of(final Path path) {
        final Path absolute = path.toAbsolutePath().normalize();
        final Path directory = Files.isRegularFile(absolute)
                ? Objects.requireNonNull(absolute.getParent())
                : absolute;
        final Subject subject = Subject.of(directory);
        final Optional<FoundryCache> cache = subject == Subject.CACHE
                ? Optional.of(FoundryCache.open(directory))
                : CacheLocation.around(directory).map(FoundryCache::open);
        return new Doctor(directory, subject, cache, cache.map(FoundryCache::location), Optional.empty());
    }

    /**
     * Returns a doctor that minds a cache if the path lies in it: it takes turns with those who change the cache, and gives
     * no model the name of another one. The same holds for a model that the cache lists by its path.
     *
     * @param around the cache
     * @return a changed copy, or this one for a path elsewhere
     */
    public Doctor within(final FoundryCache around) {
        return subject != Subject.CACHE
                && (real(path).startsWith(real(around.location())) || indexed(around).isPresent())
                        ? new Doctor(path, subject, Optional.of(around), Optional.of(around.location()),
                                Optional.empty())
                        : this;
    }

    /**
     * Returns a doctor whose fixes register models in a cache, whether the path lies in it or not.
     *
     * @param target the cache
     * @return a changed copy
     */
    public Doctor suggesting(final FoundryCache target) {
        return new Doctor(path, subject, cache, Optional.of(target.location()), sought);
    }

    private static Path real(final Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            System.getLogger(Doctor.class.getName()).log(System.Logger.Level.DEBUG, "not there", e);
            return path;
        }
    }

    /**
     * Looks at everything: of each model at every file, its weights only as far as they are there.
     *
     * @return what was found
     */
    public Report examine() {
        return report(true);
    }

    /**
     * Looks only at what decides whether a model is listed, and under which name: fast enough for every listing of a
     * cache.
     *
     * @return what was found
     */
    public Report listing() {
        return report(false);
    }

    private Report report(final boolean whole) {
        final var findings = new ArrayList<Finding>();
        switch (subject) {
            case CACHE -> {
                if (whole && !Files.isDirectory(path)) {
                    findings.add(
                            nothing("check the path; a cache is made when the first model is registered"));
                }
                new CacheCheck(path, directory -> whole && isSought(directory), findings::add).look();
                if (whole) {
                    cache.ifPresent(it -> SharedCheck.look(it, findings::add));
                }
            }
            case MODEL -> {
                if (indexed().isEmpty()) {
                    new DirectoryCheck(path, suggested, findings::add).look();
                }
                if (CacheScan.isModel(path)) {
                    CacheCheck.nested(path, findings::add);
                }
                Checks.run(whole ? Checks.model() : Checks.listing(), path, suggested, findings::add);
            }
            case CHECKPOINT -> Checks.run(Checks.checkpoint(), path, suggested, findings::add);
            case NOTHING -> findings.add(nothing("check the path" + nearest()));
        }
        final List<CachedModel> all = subject == Subject.CACHE || TakenNames.concern(findings)
                ? cache.map(FoundryCache::list).orElse(List.of())
                : List.of();
        final List<Finding> settled = new TakenNames(all).settle(findings);
        return new Report(path, subject, subject == Subject.CACHE ? all : self(),
                sought.map(it -> it.narrow(path, all, settled)).orElse(settled));
    }

    private boolean isSought(final Path directory) {
        return sought.map(it -> it.concerns(path, directory)).orElse(true);
    }

    /** Returns what an application has registered by this path, for which nothing has to lie in the directory. */
    private Optional<CachedModel> indexed() {
        return cache.flatMap(this::indexed);
    }

    private Optional<CachedModel> indexed(final FoundryCache around) {
        return LocalIndex.of(around.location()).models().stream()
                .filter(model -> model.directory().equals(path)).findFirst();
    }

    /** Returns the model itself, where readers would list it. */
    private List<CachedModel> self() {
        final Optional<CachedModel> indexed = indexed();
        if (indexed.isPresent()) {
            return List.of(indexed.get());
        }
        return subject == Subject.MODEL && CacheScan.isModel(path)
                ? DeclaredName.of(path).id().map(id -> List.of(new CachedModel(id, path))).orElse(List.of())
                : List.of();
    }

    private Finding nothing(final String fix) {
        return Finding.of(Fault.NO_SUCH_PATH, path).expected("a directory").found("nothing").fix(fix);
    }

    private String nearest() {
        Path above = path.getParent();
        while (above != null && !Files.isDirectory(above)) {
            above = above.getParent();
        }
        return above == null ? "" : "; " + above + " is there";
    }

    /**
     * Mends what can be mended without a decision of the owner, and what that uncovers. Each file is replaced as a whole;
     * what it held before is kept beside it, and checksums that held before hold again. Other writers of a cache wait meanwhile.
     *
     * @return what was done, and what is found afterwards
     * @throws RegistryException if another process changes the cache and does not finish in time
     */
    public Treatment fix() {
        final Report before = examine();
        if (before.repairs().isEmpty()) {
            return new Treatment(List.of(), Map.of(), before);
        }
        return exclusively(() -> new Mender().mend(this::examine));
    }

    private Treatment exclusively(final Supplier<Treatment> work) {
        if (cache.isEmpty()) {
            return work.get();
        }
        final var result = new ArrayList<Treatment>(1);
        cache.get().exclusively(() -> result.add(work.get()));
        return result.getFirst();
    }
}
