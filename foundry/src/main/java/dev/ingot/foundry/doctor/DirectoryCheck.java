package dev.ingot.foundry.doctor;

import dev.ingot.error.IngotException;
import dev.ingot.foreign.ForeignModel;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.io.Leftovers;
import dev.ingot.io.StagedDirectory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Why readers do not take a directory for a model: a file that is missing or called otherwise, or a mark. */
final class DirectoryCheck {

    private final Path directory;
    private final Optional<Path> cache;
    private final Set<String> names;
    private final Consumer<Finding> findings;

    /** Looks at a directory of a cache, where there is one. */
    DirectoryCheck(final Path directory, final Optional<Path> cache, final Consumer<Finding> findings) {
        this.directory = directory;
        this.cache = cache;
        this.names = Subject.names(directory);
        this.findings = findings;
    }

    /** Looks at a directory that has something of a model. */
    void look() {
        if (names.contains(StagedDirectory.MARK)) {
            findings.accept(unfinished());
            return;
        }
        file(ModelFolder.GENAI).ifPresent(findings);
        file(ModelFolder.INFERENCE).ifPresent(findings);
    }

    private Finding unfinished() {
        final Finding finding = Finding.of(Fault.UNFINISHED, directory.resolve(StagedDirectory.MARK));
        return Leftovers.isAbandoned(directory)
                ? finding.found("what an ingot left that was ended from outside")
                        .repair(new Repair(directory, "clear it away", keeper -> Leftovers.clear(directory)))
                : finding.fix("wait for whoever writes it; if nobody does, finish the download, or delete the"
                        + " directory, or this file if the model is whole");
    }

    private Optional<Finding> file(final String wanted) {
        if (names.contains(wanted)) {
            return Optional.empty();
        }
        final Optional<String> other = names.stream().filter(wanted::equalsIgnoreCase).findFirst();
        if (other.isPresent()) {
            final Path found = directory.resolve(other.get());
            return Optional.of(Finding.of(Fault.FILE_NAME_CASE, found).expected(wanted).found(other.get())
                    .repair(Repair.rename(found, directory.resolve(wanted))));
        }
        return Optional.of(wanted.equals(ModelFolder.GENAI) ? undescribed() : unregistered());
    }

    private Finding unregistered() {
        return Finding.of(Fault.NOT_REGISTERED, directory)
                .fix("register it: " + Suggestion.register(directory, cache, "--name NAME"));
    }

    /** A graph and a config.json say all that genai_config.json needs. */
    private Finding undescribed() {
        final Finding finding = Finding.of(Fault.NO_GENAI_CONFIG, directory)
                .fix("convert or download the model again");
        if (!names.contains(ModelFolder.CONFIG) || !hasGraph()) {
            return finding;
        }
        return description().map(config -> finding.repair(Repair.write(directory.resolve(ModelFolder.GENAI),
                "work it out from config.json and the graph", config::toJson))).orElse(finding);
    }

    private boolean hasGraph() {
        return names.stream().anyMatch(name -> name.endsWith(".onnx"));
    }

    private Optional<GenaiConfig> description() {
        try {
            return Optional.of(ForeignModel.open(directory).describe());
        } catch (IngotException e) {
            System.getLogger(DirectoryCheck.class.getName()).log(System.Logger.Level.DEBUG,
                    "cannot be worked out", e);
            return Optional.empty();
        }
    }
}
