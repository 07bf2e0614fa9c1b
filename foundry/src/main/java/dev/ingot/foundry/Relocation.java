package dev.ingot.foundry;

import dev.ingot.InferenceModel;
import dev.ingot.Registration.Placement;
import dev.ingot.error.RegistryException;
import dev.ingot.error.StorageException;
import dev.ingot.io.AtomicFile;
import dev.ingot.io.Checksums;
import dev.ingot.io.SafeName;
import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Gives a model another name or place, made while the caches concerned are locked. */
final class Relocation {

    private final FoundryCache cache;
    private final CachedModel model;

    /** Takes a model whose files lie in the cache itself. */
    Relocation(final FoundryCache cache, final CachedModel model) {
        this.cache = cache;
        this.model = model;
    }

    /** Changes the name in its registration; a directory that is called like the model is then called anew, too. */
    CachedModel rename(final String name) {
        checkNoLink();
        final var id = model.id().renamed(name);
        new Admission(cache, id, false).checkName(model.directory());
        declare(model.directory(), id);
        final String old = String.valueOf(model.directory().getFileName());
        return new CachedModel(id,
                old.equals(model.id().segment()) ? called(id.segment()) : model.directory());
    }

    private void checkNoLink() {
        if (Files.isSymbolicLink(model.directory())) {
            throw new RegistryException(model.directory()
                    + " is a link to a directory outside the cache: change the model there");
        }
    }

    /** Everything else that the registration says stays, keys of other tools included. */
    static void declare(final Path directory, final ModelId id) {
        final Path file = directory.resolve(InferenceModel.FILE);
        final var json = new LinkedHashMap<String, @Nullable Object>(JsonFiles.read(file).asMap());
        json.put(InferenceModel.NAME, id.toDeclare());
        AtomicFile.write(file, JsonFiles.pretty(json, 2));
    }

    /** The name counts, not the directory's: when that cannot be changed, it stays. */
    private Path called(final String segment) {
        final Path target = model.directory().resolveSibling(segment);
        try {
            if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                return Files.move(model.directory(), target, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            System.getLogger(Relocation.class.getName()).log(System.Logger.Level.DEBUG,
                    "the directory keeps its name", e);
        }
        return model.directory();
    }

    /** Moves the directory within the cache. */
    CachedModel regroup(final String group) {
        checkNoLink();
        Path place = cache.location();
        for (final String segment : group.split("[/\\\\]", -1)) {
            SafeName.fault(segment).ifPresent(fault -> {
                throw new RegistryException("group \"" + group + "\" is not allowed: " + fault);
            });
            place = place.resolve(segment);
        }
        place = place.resolve(Objects.requireNonNull(model.directory().getFileName()));
        if (!place.equals(model.directory())) {
            // The model itself is no obstacle, unless it is to lie inside itself.
            new Admission(cache, model.id(), true).checkPlace(place, model.directory());
            try {
                Files.createDirectories(Objects.requireNonNull(place.getParent()));
                Files.move(model.directory(), place, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new StorageException("move the model " + model.directory() + " to", place, e);
            }
        }
        return new CachedModel(model.id(), place);
    }

    /** Moves the files to another cache: as links where that is possible, else copied and compared. */
    CachedModel moveTo(final FoundryCache target) {
        final var admission = new Admission(target, model.id(), false);
        final var slot = admission.slot(admission.usualPlace(), false);
        admission.publish(slot, staged -> {
            ModelFiles.registered(model.directory()).place(staged, Placement.LINK);
            checkCopied(staged);
        });
        admission.settle(slot);
        Removal.of(model.directory());
        return new CachedModel(model.id(), slot.place());
    }

    private void checkCopied(final Path staged) {
        final List<Checksums.Difference> differences = ModelChecksums.of(model.directory())
                .map(known -> known.differences(staged)).orElse(List.of());
        if (!differences.isEmpty()) {
            throw new RegistryException("model " + model.id() + " is not what was registered: "
                    + model.directory().resolve(differences.getFirst().file()) + ": expected "
                    + differences.getFirst().expected() + ", found " + differences.getFirst().found());
        }
    }
}
