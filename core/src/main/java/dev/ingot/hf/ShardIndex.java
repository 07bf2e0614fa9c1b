package dev.ingot.hf;

import dev.ingot.error.ModelFormatException;
import dev.ingot.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.TreeSet;

/**
 * The index of a checkpoint in several files: which tensor lies in which file.
 *
 * @param file   the index
 * @param shards file names by tensor
 */
record ShardIndex(Path file, Map<String, String> shards) {

    static final String NAME = "model.safetensors.index.json";
    private static final String WEIGHT_MAP = "weight_map";
    private static final int MAX_SHARDS = 10_000;

    static ShardIndex read(final Path file) {
        final JsonObject root = BoundedJson.read(file);
        final JsonObject map = root.object(WEIGHT_MAP)
                .orElseThrow(() -> root.missing(WEIGHT_MAP, "an object of tensor names and file names"));
        final var shards = new LinkedHashMap<String, String>();
        for (final String tensor : map.keys()) {
            final String shard = map.string(tensor).orElseThrow(() -> map.missing(tensor, "a file name"));
            if (!isPlainName(shard)) {
                throw map.wrong(tensor, "the name of a .safetensors file in the same directory", shard);
            }
            shards.put(tensor, shard);
        }
        if (shards.isEmpty()) {
            throw root.missing(WEIGHT_MAP, "at least one tensor");
        }
        return new ShardIndex(file, shards);
    }

    private static boolean isPlainName(final String name) {
        return name.endsWith(".safetensors") && name.length() <= 255 && name.indexOf('\0') < 0
                && name.indexOf('/') < 0 && name.indexOf('\\') < 0 && name.indexOf(':') < 0;
    }

    /** The shards in the order of their names; every one of them exists. */
    List<Path> files() {
        final SequencedSet<String> names = new TreeSet<>(shards.values());
        if (names.size() > MAX_SHARDS) {
            throw ModelFormatException.of(file, WEIGHT_MAP, "at most " + MAX_SHARDS + " files",
                    String.valueOf(names.size()));
        }
        final Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
        for (final String name : names) {
            if (!Files.isRegularFile(directory.resolve(name))) {
                throw ModelFormatException.of(file, WEIGHT_MAP, "the file " + name + " beside the index",
                        "nothing");
            }
        }
        return names.stream().map(file::resolveSibling).toList();
    }

    /** Checks that index and headers name the same tensors in the same files. */
    void check(final List<SafetensorsFile> files) {
        final var left = new LinkedHashMap<>(shards);
        for (final SafetensorsFile shard : files) {
            final String found = String.valueOf(shard.path().getFileName());
            for (final TensorEntry entry : shard.entries()) {
                final String listed = left.remove(entry.name());
                if (!found.equals(listed)) {
                    throw ModelFormatException.of(file, WEIGHT_MAP + "." + entry.name(),
                            found + ", whose header has the tensor", listed == null ? "nothing" : listed);
                }
            }
        }
        left.forEach((tensor, shard) -> {
            throw ModelFormatException.of(file.resolveSibling(shard), tensor, "the tensor, as the index says",
                    "nothing");
        });
    }
}
