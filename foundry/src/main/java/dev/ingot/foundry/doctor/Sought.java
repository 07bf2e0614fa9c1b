package dev.ingot.foundry.doctor;

import dev.ingot.foundry.CachedModel;
import dev.ingot.foundry.settings.CommandText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A model that somebody misses in a cache.
 *
 * @param name        that they ask for
 * @param directories that may be meant
 */
record Sought(String name, List<Path> directories) {

    /** Copies the list. */
    Sought {
        directories = List.copyOf(directories);
    }

    /** Leaves what concerns the model, behind the answer to the question itself while there is something to answer. */
    List<Finding> narrow(final Path root, final List<CachedModel> listed, final List<Finding> all) {
        final var mine = all.stream().filter(finding -> concerns(root, finding.path())).toList();
        return isListed(listed) ? mine : joined(answer(root, listed, mine.isEmpty()), mine);
    }

    /** Tells whether a place is one of the directories, or lies in it. */
    boolean concerns(final Path root, final Path place) {
        return directories.stream().anyMatch(it -> it.equals(root)
                ? place.equals(root)
                : place.startsWith(it));
    }

    private boolean isListed(final List<CachedModel> listed) {
        return listed.stream()
                .anyMatch(model -> model.alias().equals(name) || model.id().text().equals(name));
    }

    private static List<Finding> joined(final Finding first, final List<Finding> others) {
        return Stream.concat(Stream.of(first), others.stream()).toList();
    }

    private Finding answer(final Path root, final List<CachedModel> listed, final boolean nothingMore) {
        final String there = directories.stream()
                .map(it -> it + id(it, listed).map(id -> ", listed as " + id).orElse(", not listed"))
                .collect(Collectors.joining("; "));
        final boolean listedElse = directories.stream().anyMatch(it -> id(it, listed).isPresent());
        final String fix = !nothingMore
                ? "see what follows"
                : listedElse
                        ? "ask for it by the name that it has, or change that with \"ingot cache rename\""
                        : "nothing of a model lies there: register or convert one";
        return Finding.of(Fault.NAME_NOT_LISTED, root).expected("\"" + name + "\"").found(there)
                .fix(fix + "; everything in the cache: ingot doctor" + CommandText.cache(Optional.of(root)));
    }

    private static Optional<String> id(final Path directory, final List<CachedModel> listed) {
        return listed.stream().filter(model -> model.directory().equals(directory))
                .map(model -> model.id().toString()).findFirst();
    }
}
