package dev.ingot.foundry.doctor;

import dev.ingot.InferenceModel;
import dev.ingot.error.IngotException;
import dev.ingot.foundry.CachedModel;
import dev.ingot.foundry.ModelId;
import dev.ingot.json.JsonFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Takes away repairs by which a model would get the name of another one, which would then be listed no more. */
final class TakenNames {

    private static final Set<Fault> LISTING = EnumSet.of(Fault.NO_NAME, Fault.NAME_KEY_CASE,
            Fault.FILE_NAME_CASE,
            Fault.NO_GENAI_CONFIG);

    private final Map<ModelId, Path> taken = new HashMap<>();

    TakenNames(final List<CachedModel> listed) {
        listed.forEach(model -> taken.put(model.id(), model.directory()));
    }

    /** Tells whether any repair would list a model. */
    static boolean concern(final List<Finding> findings) {
        return findings.stream().anyMatch(TakenNames::lists);
    }

    private static boolean lists(final Finding finding) {
        return finding.repair().isPresent() && LISTING.contains(finding.fault());
    }

    List<Finding> settle(final List<Finding> findings) {
        final var settled = new ArrayList<Finding>();
        findings.forEach(finding -> settled.add(lists(finding) ? settled(finding) : finding));
        return settled;
    }

    private Finding settled(final Finding finding) {
        final Path directory = finding.fault() == Fault.NO_GENAI_CONFIG
                ? finding.path()
                : Objects.requireNonNull(finding.path().getParent());
        final Optional<ModelId> id = id(finding.fault(), directory);
        final Optional<Path> owner = id.map(it -> taken.computeIfAbsent(it, key -> directory))
                .filter(other -> !other.equals(directory));
        return owner
                .map(other -> finding.withoutRepair().fix("give it a Name of its own: " + other
                        + " has the name " + id.map(ModelId::name).orElse("") + " already"))
                .orElse(finding);
    }

    /** Returns what the model would be called when it is mended. */
    private static Optional<ModelId> id(final Fault fault, final Path directory) {
        if (fault == Fault.NO_NAME) {
            return Optional.of(ModelId.declared(String.valueOf(directory.getFileName())));
        }
        return Subject.names(directory).stream().filter(InferenceModel.FILE::equalsIgnoreCase).findFirst()
                .flatMap(name -> declared(directory.resolve(name)));
    }

    private static Optional<ModelId> declared(final Path file) {
        try {
            final var json = JsonFiles.read(file);
            return json.keys().stream().filter(InferenceModel.NAME::equalsIgnoreCase).map(json::raw)
                    .filter(String.class::isInstance).map(String.class::cast).filter(name -> !name.isEmpty())
                    .findFirst().map(ModelId::declared);
        } catch (IngotException e) {
            System.getLogger(TakenNames.class.getName()).log(System.Logger.Level.DEBUG, "no name", e);
            return Optional.empty();
        }
    }
}
