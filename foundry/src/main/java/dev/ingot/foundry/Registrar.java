package dev.ingot.foundry;

import dev.ingot.InferenceModel;
import dev.ingot.OnnxModel;
import dev.ingot.Registration;
import dev.ingot.Registration.Placement;
import dev.ingot.chat.ChatTemplate;
import dev.ingot.chat.PromptDifference;
import dev.ingot.chat.PromptTemplate;
import dev.ingot.chat.PromptTemplates;
import dev.ingot.error.RegistryException;
import dev.ingot.error.StorageException;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.io.StagedDirectory;
import dev.ingot.io.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One registration, made while the cache is locked. */
final class Registrar {

    private static final System.Logger LOG = System.getLogger(Registrar.class.getName());
    private static final String GROUP = "custom";

    private final FoundryCache cache;
    private final ModelId id;
    private final Registration registration;
    private final List<CachedModel> present;

    Registrar(final FoundryCache cache, final ModelId id, final Registration registration) {
        this.cache = cache;
        this.id = id;
        this.registration = registration;
        this.present = cache.scan();
    }

    /** Checks the name and the place of a model whose files need not exist yet. */
    void check(final Path directory) {
        final Path source = directory.toAbsolutePath().normalize();
        final Path place = place(source);
        checkVisible(place);
        final var replaced = replaced(place);
        if (!isSame(place, source)) {
            checkFree(place, replaced);
        }
    }

    OnnxModel register(final Path directory) {
        final Path source = directory.toAbsolutePath().normalize();
        OnnxModel.open(source);
        if (Files.exists(source.resolve(StagedDirectory.MARK))) {
            throw new RegistryException(source + " is not finished: " + StagedDirectory.MARK
                    + " is there; wait for whoever writes it, or delete that file if the model is whole");
        }
        final var missing = Description.missing(source);
        ModelCheck.whole(source,
                missing.orElseGet(() -> GenaiConfig.read(source.resolve(GenaiConfig.FILE_NAME))));
        final Path place = place(source);
        checkVisible(place);
        final var replaced = replaced(place);
        if (isSame(place, source)) {
            missing.ifPresent(config -> config.write(place.resolve(GenaiConfig.FILE_NAME)));
            describe(place).write(place.resolve(InferenceModel.FILE));
        } else {
            takeIn(source, place, replaced, missing);
        }
        replaced.stream().filter(other -> !other.equals(place)).forEach(FoundryCache::delete);
        checkListed(place);
        return new OnnxModel(place, id.name());
    }

    /** Returns where the model will lie: where it is when that is below the root, else in a directory of its name. */
    private Path place(final Path source) {
        try {
            final Path root = real(cache.location());
            final Path inside = real(source);
            return inside.startsWith(root)
                    ? cache.location().resolve(root.relativize(inside)).normalize()
                    : cache.location().resolve(GROUP).resolve(id.segment());
        } catch (IOException e) {
            throw new StorageException("look up", source, e);
        }
    }

    /** Resolves links as far as the path exists. */
    private static Path real(final Path path) throws IOException {
        final Path parent = path.getParent();
        return Files.exists(path) || parent == null
                ? path.toRealPath()
                : real(parent).resolve(path.getFileName());
    }

    private static boolean isSame(final Path place, final Path source) {
        try {
            return Files.exists(place) && Files.exists(source) && Files.isSameFile(place, source);
        } catch (IOException e) {
            throw new StorageException("look up", source, e);
        }
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

    /** Returns the directories of the models that give way. */
    private List<Path> replaced(final Path place) {
        final var directories = new ArrayList<Path>();
        for (final CachedModel other : present) {
            final boolean same = other.id().equals(id);
            if (!same && other.id().text().equalsIgnoreCase(id.text())) {
                throw new RegistryException(
                        "model " + id + " differs from " + other.id() + " (" + other.directory()
                                + ") only in upper and lower case: choose another name");
            }
            if (same || other.directory().equals(place)) {
                checkReplacing(other);
                directories.add(other.directory());
            }
        }
        return directories;
    }

    private void checkReplacing(final CachedModel other) {
        if (!registration.replace()) {
            throw new RegistryException("model " + other.id() + " is already registered (" + other.directory()
                    + "): choose another name, or ask for it to be replaced");
        }
    }

    private void takeIn(final Path source, final Path place, final List<Path> replaced,
            final Optional<GenaiConfig> missing) {
        checkFree(place, replaced);
        final var files = ModelFiles.of(source);
        final var description = describe(source);
        try (var staged = StagedDirectory.begin(place, replaced.contains(place))) {
            files.place(staged.path(), registration.placement());
            missing.ifPresent(config -> config.write(staged.path().resolve(GenaiConfig.FILE_NAME)));
            description.write(staged.path().resolve(InferenceModel.FILE));
            staged.publish();
        }
        if (registration.placement() == Placement.MOVE) {
            deleteSource(source);
        }
    }

    private void checkFree(final Path place, final List<Path> replaced) {
        try {
            final boolean taken = Files.exists(place, LinkOption.NOFOLLOW_LINKS)
                    && (!replaced.contains(place) || Files.isSymbolicLink(place))
                    && !(Files.isDirectory(place) && Trees.isEmpty(place));
            if (taken) {
                throw new RegistryException(place + " exists and is not a directory of the model " + id
                        + ": choose another name, or move it away");
            }
        } catch (IOException e) {
            throw new StorageException("look into", place, e);
        }
    }

    private static void deleteSource(final Path source) {
        try {
            Trees.delete(source);
        } catch (IOException e) {
            System.getLogger(Registrar.class.getName()).log(System.Logger.Level.WARNING,
                    "the model is registered, but its source could not be deleted: " + source, e);
        }
    }

    private InferenceModel describe(final Path model) {
        final Optional<PromptTemplate> template = registration.promptTemplate()
                .or(() -> ChatTemplate.load(model).map(this::derive));
        return new InferenceModel(id.toDeclare(), registration.description().orElse(""),
                registration.version().orElse(id.version()), template, registration.defaults());
    }

    private PromptTemplate derive(final ChatTemplate template) {
        final var derived = PromptTemplates.derivation(template);
        derived.differences().stream().filter(PromptDifference::isFault).findFirst()
                .ifPresent(it -> LOG.log(System.Logger.Level.WARNING,
                        "PromptTemplate of {0} is not quite what the model''s chat template says: of {1} it makes {2},"
                                + " the strings {3}",
                        id, it.sample(), it.template(), it.strings()));
        return derived.strings();
    }

    private void checkListed(final Path place) {
        if (cache.scan().stream()
                .noneMatch(model -> model.id().equals(id) && model.directory().equals(place))) {
            throw new RegistryException("model " + id + " was written to " + place
                    + " but is not found by a scan of " + cache.location());
        }
    }
}
