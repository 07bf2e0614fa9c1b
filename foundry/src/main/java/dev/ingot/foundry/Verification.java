package dev.ingot.foundry;

import dev.ingot.io.Checksums;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Whether the files of a model are those that were registered.
 *
 * @param recorded whether checksums were kept; without them nothing was compared
 * @param files    how many were compared
 * @param bytes    their size together
 * @param faults   the files that are missing, changed or new, by name
 * @param others   names of the files that may change and are not compared: the registration, the list of checksums itself, what
 *                 the doctor has kept, and names that begin with a dot
 */
public record Verification(boolean recorded, int files, long bytes, List<Fault> faults, List<String> others) {

    /** Copies the lists. */
    public Verification {
        faults = List.copyOf(faults);
        others = List.copyOf(others);
    }

    /**
     * A file that is not what it was.
     *
     * @param file     its path
     * @param expected what it held when the model was registered
     * @param found    what it holds
     */
    public record Fault(Path file, String expected, String found) {

        @Override
        public String toString() {
            return file + ": expected " + expected + ", found " + found;
        }
    }

    /**
     * Tells whether everything was compared and is as it was.
     *
     * @return true if so
     */
    public boolean passed() {
        return recorded && faults.isEmpty();
    }

    static Verification of(final Path directory) {
        return ModelChecksums.of(directory).map(known -> of(directory, known))
                .orElseGet(() -> new Verification(false, 0, 0, List.of(), List.of()));
    }

    private static Verification of(final Path directory, final Checksums known) {
        final var faults = new ArrayList<Fault>();
        known.differences(directory).forEach(difference -> faults.add(new Fault(
                directory.resolve(difference.file()), difference.expected(), difference.found())));
        final List<String> names = List.copyOf(Checksums.names(directory));
        names.stream()
                .filter(name -> ModelChecksums.covers(name) && !known.files().containsKey(name))
                .forEach(name -> faults.add(new Fault(directory.resolve(name), "no such file",
                        "a file that was not there")));
        faults.sort(Comparator.comparing(Fault::file));
        final long bytes = known.files().values().stream().mapToLong(Checksums.Content::size).sum();
        return new Verification(true, known.files().size(), bytes, faults,
                names.stream().filter(name -> !ModelChecksums.covers(name)).sorted().toList());
    }
}
