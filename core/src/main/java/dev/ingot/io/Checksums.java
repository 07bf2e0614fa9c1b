package dev.ingot.io;

import dev.ingot.error.CancelledException;
import dev.ingot.error.IngotException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the files of a directory held at some moment: size and SHA-256 of each. Kept beside them as
 * {@code ingot-files.json}. Files are read side by side, piece by piece. Immutable.
 *
 * @param files by name relative to the directory, with slashes
 */
public record Checksums(Map<String, Content> files) {

    /** Name of the file that keeps them. */
    public static final String FILE = "ingot-files.json";

    private static final int VERSION = 1;
    private static final int MOST_READERS = 4;
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");

    /** Copies the map, in the order of the names. */
    public Checksums {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /**
     * What a file holds.
     *
     * @param size   in bytes
     * @param sha256 64 digits in lower case
     */
    public record Content(long size, String sha256) {

        @Override
        public String toString() {
            return size + " bytes with SHA-256 " + sha256;
        }
    }

    /**
     * A file that is not what it was.
     *
     * @param file     its name relative to the directory
     * @param expected what it held
     * @param found    what it holds
     */
    public record Difference(String file, String expected, String found) {

        @Override
        public String toString() {
            return file + ": expected " + expected + ", found " + found;
        }
    }

    /**
     * Lists the regular files of a directory and below it.
     *
     * @param directory the directory; a link to a file counts as that file
     * @return names relative to the directory, with slashes
     * @throws StorageException if it cannot be listed
     */
    public static Set<String> names(final Path directory) {
        try {
            final Path real = directory.toRealPath(); // or the walk would end at a link
            try (var walk = Files.walk(real)) {
                return walk.filter(Files::isRegularFile)
                        .map(file -> real.relativize(file).toString().replace('\\', '/'))
                        .collect(Collectors.toSet());
            }
        } catch (IOException e) {
            throw new StorageException("list", directory, e);
        } catch (UncheckedIOException e) {
            throw new StorageException("list", directory, e.getCause());
        }
    }

    /**
     * Reads files of a directory; interrupting the thread ends that.
     *
     * @param directory the directory
     * @param wanted    says by its relative name whether a file counts
     * @return what they hold
     * @throws StorageException   if one cannot be read
     * @throws CancelledException if the thread is interrupted
     */
    public static Checksums of(final Path directory, final Predicate<String> wanted) {
        return new Checksums(measure(directory, names(directory).stream().filter(wanted).toList()));
    }

    private static Map<String, Content> measure(final Path directory, final Collection<String> names) {
        final var readers = Math.clamp(Math.min(names.size(), Runtime.getRuntime().availableProcessors()), 1,
                MOST_READERS);
        final var results = new LinkedHashMap<String, Content>();
        try (var pool = Executors.newFixedThreadPool(readers,
                Thread.ofPlatform().daemon().name("ingot-checksum-", 0).factory())) {
            final var pending = new LinkedHashMap<String, Future<Content>>();
            // The largest first: it is what the others wait for.
            names.stream().sorted(Comparator.comparingLong((String name) -> size(directory.resolve(name)))
                    .reversed().thenComparing(Comparator.naturalOrder()))
                    .forEach(name -> pending.put(name,
                            pool.submit(() -> content(directory.resolve(name)))));
            try {
                for (final var entry : pending.entrySet()) {
                    if (Thread.interrupted()) { // which waiting for what is done already would not notice
                        throw new InterruptedException();
                    }
                    results.put(entry.getKey(), entry.getValue().get());
                }
            } catch (InterruptedException e) {
                pool.shutdownNow();
                Thread.currentThread().interrupt();
                throw new CancelledException("interrupted while reading " + directory, e);
            } catch (ExecutionException e) {
                pool.shutdownNow();
                throw e.getCause() instanceof IngotException known
                        ? known
                        : new IllegalStateException(e.getCause());
            }
        }
        return results;
    }

    private static Content content(final Path file) {
        final long size = size(file);
        return new Content(size, Digests.sha256(file));
    }

    private static long size(final Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new StorageException("read", file, e);
        }
    }

    /**
     * Takes a file as it is now if, before, it held what is kept of it: it was changed on purpose.
     *
     * @param name   of the file, relative to the directory
     * @param file   the file; may be gone
     * @param before what it held
     * @return these, but for that file
     * @throws StorageException if one cannot be read
     */
    public Checksums changed(final String name, final Path file, final Path before) {
        if (!content(before).equals(files.get(name))) {
            return this;
        }
        final var all = new TreeMap<>(files);
        if (Files.exists(file)) {
            all.put(name, content(file));
        } else {
            all.remove(name);
        }
        return new Checksums(all);
    }

    /**
     * Reads what a directory keeps of itself.
     *
     * @param directory the directory
     * @return what was written there, or empty when nothing was
     * @throws ModelFormatException if the file is malformed
     * @throws StorageException     if it cannot be read
     */
    public static Optional<Checksums> readIn(final Path directory) {
        final Path file = directory.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        return Optional.of(of(JsonFiles.read(file)));
    }

    /**
     * Reads a list.
     *
     * @param json as it was written
     * @return the list
     * @throws ModelFormatException if it is malformed
     */
    public static Checksums of(final JsonObject json) {
        final int version = json.integer("version").orElseThrow(() -> json.missing("version", "1"));
        if (version != VERSION) {
            throw json.wrong("version", "1", version);
        }
        return new Checksums(files(json));
    }

    private static Map<String, Content> files(final JsonObject json) {
        final var all = json.object("files").orElseThrow(() -> json.missing("files", "an object"));
        final var found = new TreeMap<String, Content>();
        for (final String name : all.keys()) {
            final var entry = all.object(name).orElseThrow(() -> all.missing(name, "size and sha256"));
            checkName(all, name);
            found.put(name, content(entry));
        }
        return found;
    }

    /** Some names no file can have; the next one who looks for it would fail otherwise. */
    private static void checkName(final JsonObject all, final String name) {
        try {
            if (Path.of(name).toString().isEmpty()) {
                throw all.wrong(name, "the name of a file", "none");
            }
        } catch (InvalidPathException e) {
            throw all.wrong(name, "the name of a file", e.getReason());
        }
    }

    private static Content content(final JsonObject json) {
        final @Nullable Object size = json.raw("size");
        if (!(size instanceof Integer || size instanceof Long) || ((Number) size).longValue() < 0) {
            throw json.wrong("size", "a number of bytes", size);
        }
        final String sha256 = json.string("sha256").filter(text -> DIGITS.matcher(text).matches())
                .orElseThrow(() -> json.wrong("sha256", "64 hexadecimal digits", json.raw("sha256")));
        return new Content(((Number) size).longValue(), sha256);
    }

    /**
     * Keeps this list in a directory.
     *
     * @param directory the directory
     * @throws StorageException if it cannot be written
     */
    public void writeIn(final Path directory) {
        AtomicFile.write(directory.resolve(FILE), toJson());
    }

    /**
     * Returns the list as it is kept.
     *
     * @return JSON with a final line break
     */
    public String toJson() {
        final var entries = new LinkedHashMap<String, Object>();
        files.forEach((name, content) -> {
            final var entry = new LinkedHashMap<String, Object>();
            entry.put("size", content.size());
            entry.put("sha256", content.sha256());
            entries.put(name, entry);
        });
        final var json = new LinkedHashMap<String, Object>();
        json.put("version", VERSION);
        json.put("files", entries);
        return JsonFiles.pretty(json, 2);
    }

    /**
     * Compares a directory with this list. Files that the list does not know are left alone; of those whose size differs
     * the content is not read.
     *
     * @param directory the directory
     * @return the files that are missing or different, by name
     * @throws StorageException   if one cannot be read
     * @throws CancelledException if the thread is interrupted
     */
    public List<Difference> differences(final Path directory) {
        final var found = new TreeMap<String, Difference>();
        final var toRead = new ArrayList<String>();
        files.forEach((name, content) -> {
            final Path file = directory.resolve(name).normalize();
            if (!file.startsWith(directory.normalize()) || !Files.isRegularFile(file)) {
                found.put(name, new Difference(name, content.toString(), "no such file"));
            } else if (size(file) != content.size()) {
                found.put(name, new Difference(name, content.size() + " bytes", size(file) + " bytes"));
            } else {
                toRead.add(name);
            }
        });
        measure(directory, toRead).forEach((name, content) -> {
            final var expected = files.get(name);
            if (expected != null && !expected.equals(content)) {
                found.put(name, new Difference(name, "SHA-256 " + expected.sha256(),
                        "SHA-256 " + content.sha256()));
            }
        });
        return List.copyOf(found.values());
    }
}
