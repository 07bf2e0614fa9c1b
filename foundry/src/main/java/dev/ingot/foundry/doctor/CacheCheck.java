package dev.ingot.foundry.doctor;

import dev.ingot.foundry.CacheScan;
import dev.ingot.foundry.CachedModel;
import dev.ingot.foundry.DeclaredName;
import dev.ingot.foundry.LocalIndex;
import dev.ingot.foundry.ModelId;
import dev.ingot.io.StagedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Walks a cache as its readers do and looks at every directory on the way. */
final class CacheCheck implements CacheScan.Visitor {

    private final Path root;
    private final Predicate<Path> whole;
    private final Consumer<Finding> findings;
    private final LocalIndex index;
    private final Map<Path, ModelId> models = new LinkedHashMap<>();

    /**
     * Begins.
     *
     * @param whole of which directories everything is looked at; of the others only what decides on their being listed
     */
    CacheCheck(final Path root, final Predicate<Path> whole, final Consumer<Finding> findings) {
        this.root = root;
        this.whole = whole;
        this.findings = findings;
        this.index = LocalIndex.of(root);
    }

    void look() {
        CacheScan.walk(root, this);
        names();
        index.models().stream().filter(model -> whole.test(model.directory())).forEach(this::indexed);
        index.problems().forEach(problem -> findings
                .accept(Finding.of(Fault.INDEX_ENTRY, root.resolve(LocalIndex.FILE)).found(problem)
                        .fix("register the model again with the application that did it")));
    }

    @Override
    public void model(final Path directory) {
        DeclaredName.of(directory).id().ifPresent(id -> models.put(directory, id));
        Checks.run(whole.test(directory) ? Checks.model() : Checks.listing(), directory, Optional.of(root),
                findings);
        // On a system where capitals do not count, readers find files that they do not find elsewhere.
        new DirectoryCheck(directory, Optional.of(root), findings).look();
        nested(directory, findings);
    }

    /** Of what applications have registered by its path, the files alone count, and mending them is their owner's. */
    private void indexed(final CachedModel model) {
        if (!models.containsKey(model.directory())) {
            Checks.run(Checks.model(), model.directory(), Optional.of(root),
                    finding -> findings.accept(finding.withoutRepair()));
        }
    }

    /** Tells of models inside a model. */
    static void nested(final Path directory, final Consumer<Finding> findings) {
        CacheScan.walk(directory, nested -> findings.accept(Finding.of(Fault.NESTED_MODEL, nested)
                .found("a model in " + directory).fix("move it beside that model")));
    }

    @Override
    public void unreadable(final Path directory, final IOException cause) {
        findings.accept(Finding.of(Fault.UNREADABLE, directory).found(String.valueOf(cause))
                .fix("check who may list the directory; readers pass over it and everything below it"));
    }

    @Override
    public void other(final Path directory) {
        final Set<String> names = Subject.names(directory);
        LinkCheck.look(directory, findings);
        if (directory.equals(root)) {
            if (Subject.isModel(names)) {
                findings.accept(Finding.of(Fault.FILES_IN_ROOT, root)
                        .fix("move its files into a directory below, for example "
                                + root.resolve("custom").resolve("NAME")));
            }
        } else if (index.models().stream().anyMatch(model -> model.directory().equals(directory))) {
            return; // listed by its path: nothing that readers look for by walking has to be there
        } else if (Subject.isModel(names) || names.contains(StagedDirectory.MARK)) {
            new DirectoryCheck(directory, Optional.of(root), findings).look();
            if (whole.test(directory) && !names.contains(StagedDirectory.MARK)) {
                Checks.run(Checks.model(), directory, Optional.of(root), findings);
            }
        } else if (Subject.of(directory) == Subject.CHECKPOINT) {
            checkpoint(directory);
        }
    }

    private void checkpoint(final Path directory) {
        if (whole.test(directory)) {
            Checks.run(Checks.checkpoint(), directory, Optional.of(root), findings);
        } else if (Files.exists(directory.resolve(ModelFolder.CONFIG))) {
            findings.accept(Finding.of(Fault.NOT_CONVERTED, directory)
                    .fix("convert it: " + Suggestion.convert(directory, Optional.of(root))));
        }
    }

    /** What no model shows alone: two of one name, or of names that some systems take for one. */
    private void names() {
        final Map<ModelId, Path> last = new HashMap<>();
        models.forEach((directory, id) -> last.put(id, directory));
        models.forEach((directory, id) -> {
            final Path winner = last.getOrDefault(id, directory);
            if (!winner.equals(directory)) {
                findings.accept(Finding.of(Fault.DUPLICATE_NAME, directory).found(id + " in " + winner)
                        .fix("remove one of the two, or give it another Name"));
            }
        });
        clashes(last);
    }

    private void clashes(final Map<ModelId, Path> last) {
        final var alike = new TreeMap<String, List<ModelId>>();
        last.keySet().stream().sorted().forEach(id -> alike
                .computeIfAbsent(id.text().toLowerCase(Locale.ROOT), key -> new ArrayList<>()).add(id));
        alike.values().stream().filter(ids -> ids.size() > 1).forEach(ids -> findings
                .accept(Finding.of(Fault.NAME_CASE_CLASH, last.getOrDefault(ids.getLast(), root))
                        .found(String.join(", ", ids.stream().map(ModelId::text).toList()))
                        .fix("give one of them another Name")));
    }
}
