package dev.ingot.foundry.doctor;

import dev.ingot.foundry.CacheScan;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What a path is, for those who look at it. */
public enum Subject {
    /** A cache: models lie in directories below it. */
    CACHE("a cache"),
    /** The directory of one model. */
    MODEL("a model's directory"),
    /** A checkpoint of Hugging Face. */
    CHECKPOINT("a Hugging Face checkpoint"),
    /** Nothing is there. */
    NOTHING("nothing");

    /** What lies in the root of a cache and nowhere else. */
    private static final Set<String> CACHE_FILES = Set.of(".ingot.lock", "foundry.modelinfo.json",
            "foundry.local.modelinfo.json");
    private static final Set<String> WEIGHTS = Set.of("safetensors", "bin", "gguf");

    private final String text;

    Subject(final String text) {
        this.text = text;
    }

    /**
     * Returns the words for people.
     *
     * @return with an article
     */
    public String text() {
        return text;
    }

    static Subject of(final Path directory) {
        if (!Files.isDirectory(directory)) {
            return NOTHING;
        }
        final Set<String> names = names(directory);
        if (names.stream().anyMatch(CACHE_FILES::contains)) {
            return CACHE;
        }
        if (CacheScan.isModel(directory)) {
            return MODEL;
        }
        if (holdsModels(directory)) {
            return CACHE;
        }
        if (isModel(names)) {
            return MODEL;
        }
        final boolean weights = names.stream()
                .anyMatch(name -> WEIGHTS.contains(name.substring(name.lastIndexOf('.') + 1)));
        return names.contains(ModelFolder.CONFIG) || weights ? CHECKPOINT : CACHE;
    }

    /** Tells whether files of these names make a directory somebody's ONNX model. */
    static boolean isModel(final Set<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT))
                .anyMatch(name -> name.endsWith(".onnx")
                        || name.equals(ModelFolder.GENAI) || name.equals(ModelFolder.INFERENCE));
    }

    private static boolean holdsModels(final Path directory) {
        final var found = new TreeSet<Path>();
        CacheScan.walk(directory, found::add);
        return !found.isEmpty();
    }

    /** Returns the names of a directory's files; none where it cannot be listed. */
    static Set<String> names(final Path directory) {
        final var names = new TreeSet<String>();
        try (var entries = Files.newDirectoryStream(directory, entry -> !Files.isDirectory(entry))) {
            entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
        } catch (IOException | DirectoryIteratorException e) {
            System.getLogger(Subject.class.getName()).log(System.Logger.Level.DEBUG, "cannot be listed", e);
        }
        return names;
    }
}
