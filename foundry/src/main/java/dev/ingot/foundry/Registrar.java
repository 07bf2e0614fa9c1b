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
import java.nio.file.Path;
import java.util.Optional;

/** One registration, made while the cache is locked. */
final class Registrar {

    private static final System.Logger LOG = System.getLogger(Registrar.class.getName());

    private final ModelId id;
    private final Registration registration;
    private final Admission admission;

    Registrar(final FoundryCache cache, final ModelId id, final Registration registration) {
        this.id = id;
        this.registration = registration;
        this.admission = new Admission(cache, id, registration.replace());
    }

    /** Checks the name and the place of a model whose files need not exist yet. */
    void check(final Path directory) {
        final Path source = directory.toAbsolutePath().normalize();
        final Path place = place(source);
        admission.slot(place, isSame(place, source));
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
        final boolean inPlace = isSame(place, source);
        final var slot = admission.slot(place, inPlace);
        if (inPlace) {
            final var description = describe(source);
            missing.ifPresent(config -> config.write(place.resolve(GenaiConfig.FILE_NAME)));
            keepChecksums(place);
            EarlierRegistration.in(source).write(description, registration,
                    place.resolve(InferenceModel.FILE));
        } else {
            takeIn(source, slot, missing);
        }
        return admission.settle(slot);
    }

    /** Returns where the model will lie: where it is when that is below the root, else in a directory of its name. */
    private Path place(final Path source) {
        return admission.inside(source).orElseGet(admission::usualPlace);
    }

    private static boolean isSame(final Path place, final Path source) {
        try {
            return Files.exists(place) && Files.exists(source) && Files.isSameFile(place, source);
        } catch (IOException e) {
            throw new StorageException("look up", source, e);
        }
    }

    private void takeIn(final Path source, final Admission.Slot slot, final Optional<GenaiConfig> missing) {
        final var files = ModelFiles.of(source);
        final var description = describe(source);
        admission.publish(slot, staged -> {
            files.place(staged, registration.placement());
            missing.ifPresent(config -> config.write(staged.resolve(GenaiConfig.FILE_NAME)));
            keepChecksums(staged);
            description.write(staged.resolve(InferenceModel.FILE));
        });
        if (registration.placement() == Placement.MOVE) {
            deleteSource(source);
        }
    }

    private void keepChecksums(final Path directory) {
        if (registration.checksums()) {
            ModelChecksums.renew(directory);
        } else {
            ModelChecksums.drop(directory);
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
}
