package dev.ingot.foundry;

import dev.ingot.error.IngotException;
import dev.ingot.foundry.CachedModel.Origin;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The models that newer applications of Foundry Local have registered by their path: {@code
 * foundry.local.modelinfo.json} in the cache's root. The file belongs to these applications and is only read; they
 * replace it as a whole, so a reader needs no lock.
 *
 * @param models   those whose files are there
 * @param problems what is wrong with the others, or with the file
 */
public record LocalIndex(List<CachedModel> models, List<String> problems) {

    /** Name of the file. */
    public static final String FILE = "foundry.local.modelinfo.json";

    private static final int VERSION = 3;

    /**
     * Reads the index of a cache; never fails.
     *
     * @param root of the cache
     * @return what it lists; nothing when there is none
     */
    public static LocalIndex of(final Path root) {
        final Path file = root.resolve(FILE);
        final var problems = new ArrayList<String>();
        final var found = new TreeMap<ModelId, CachedModel>();
        if (Files.exists(file)) {
            try {
                read(JsonFiles.read(file), found, problems);
            } catch (IngotException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        return new LocalIndex(List.copyOf(found.values()), List.copyOf(problems));
    }

    private static void read(final JsonObject json, final TreeMap<ModelId, CachedModel> found,
            final List<String> problems) {
        final int version = json.integer("version").orElse(0);
        if (version != VERSION) {
            problems.add(json.file() + ": version: expected " + VERSION + ", found " + version
                    + ": what is new in it may be missing here");
        }
        for (final JsonObject entry : json.objects("models").orElse(List.of())) {
            try {
                add(entry, found);
            } catch (IngotException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
    }

    private static void add(final JsonObject entry, final TreeMap<ModelId, CachedModel> found) {
        final var info = entry.object("model_info")
                .orElseThrow(() -> entry.missing("model_info", "an object"));
        final String name = info.string("id").orElseThrow(() -> info.missing("id", "name:version"));
        final var id = new ModelId(name);
        if (!id.isRegular()) {
            throw info.wrong("id", "name:version", name);
        }
        final Path directory = directory(entry);
        if (found.putIfAbsent(id, new CachedModel(id, directory, Origin.INDEX)) != null) {
            throw info.wrong("id", "an id that no other model has", name);
        }
    }

    private static Path directory(final JsonObject entry) {
        final String text = entry.string("model_path")
                .orElseThrow(() -> entry.missing("model_path", "a directory"));
        try {
            final Path path = Path.of(text);
            if (path.isAbsolute() && path.equals(path.normalize())
                    && Files.isRegularFile(path.resolve(CacheScan.GENAI))) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw entry.wrong("model_path", "a path", e.getReason());
        }
        throw entry.wrong("model_path",
                "an absolute path of a directory with " + CacheScan.GENAI, text);
    }
}
