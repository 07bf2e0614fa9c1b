package dev.ingot.hf;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.gguf.GgufModel;
import dev.ingot.io.Trees;
import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A model in one GGUF file. What lies beside it is used; what is missing there is rebuilt from the file's metadata into
 * a temporary directory that lives as long as this object.
 */
final class GgufCheckpoint implements Checkpoint {

    private static final String CONFIG = "config.json";

    private final GgufModel model;
    private final Path directory;
    private final boolean temporary;

    private GgufCheckpoint(final GgufModel model, final Path directory, final boolean temporary) {
        this.model = model;
        this.directory = directory;
        this.temporary = temporary;
    }

    /**
     * Finds the GGUF file that a path means: itself, or the only one in a directory without safetensors.
     *
     * @param source what the user named
     * @return the file, or empty when the path means something else
     */
    static Optional<Path> find(final Path source) {
        if (Files.isRegularFile(source)) {
            return named(source) || GgufModel.isGguf(source) ? Optional.of(source) : Optional.empty();
        }
        if (!Files.isDirectory(source) || Safetensors.isIn(source)) {
            return Optional.empty();
        }
        try (var files = Files.list(source)) {
            final List<Path> found = files.filter(GgufCheckpoint::named).sorted().toList();
            if (found.size() > 1) {
                throw ModelFormatException.of(source, "one GGUF file, or the name of one",
                        String.join(", ",
                                found.stream().map(file -> String.valueOf(file.getFileName())).toList()));
            }
            return found.stream().findFirst();
        } catch (IOException e) {
            throw new StorageException("list", source, e);
        }
    }

    private static boolean named(final Path file) {
        return String.valueOf(file.getFileName()).endsWith(".gguf");
    }

    static GgufCheckpoint open(final Path file) {
        final var model = GgufModel.open(file);
        boolean done = false;
        try {
            final Path beside = file.toAbsolutePath().normalize().resolveSibling("");
            final boolean complete = Files.isRegularFile(beside.resolve(CONFIG))
                    && Files.isRegularFile(beside.resolve(TokenizerFile.NAME));
            final var checkpoint = new GgufCheckpoint(model, complete ? beside : rebuilt(model, beside),
                    !complete);
            done = true;
            return checkpoint;
        } finally {
            if (!done) {
                model.close();
            }
        }
    }

    private static Path rebuilt(final GgufModel model, final Path beside) {
        final Path directory = temporaryDirectory();
        boolean done = false;
        try {
            for (final Path file : SideFiles.in(beside)) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
            addMissing(directory, CONFIG, model::config);
            addMissing(directory, "generation_config.json", model::generationConfig);
            if (addMissing(directory, TokenizerFile.NAME, model::tokenizer)) {
                addMissing(directory, "tokenizer_config.json", model::tokenizerConfig);
            }
            done = true;
            return directory;
        } catch (IOException e) {
            throw new StorageException("write", directory, e);
        } finally {
            if (!done) {
                clear(directory);
            }
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("ingot-gguf-");
        } catch (IOException e) {
            throw new StorageException("create", Path.of(System.getProperty("java.io.tmpdir")), e);
        }
    }

    private static boolean addMissing(final Path directory, final String name,
            final Supplier<Map<String, Object>> content) throws IOException {
        final Path file = directory.resolve(name);
        if (Files.exists(file)) {
            return false;
        }
        Files.writeString(file, JsonFiles.pretty(content.get(), 2));
        return true;
    }

    /** Where config.json and the tokenizer's files are. */
    Path directory() {
        return directory;
    }

    /** Reads the configuration; an error in a rebuilt one names the GGUF file. */
    ModelConfig config() {
        final Path beside = model.path().resolveSibling(CONFIG);
        return Files.isRegularFile(beside)
                ? ModelConfigReader.read(beside)
                : ModelConfigReader.read(JsonFiles.parse(model.path(),
                        JsonFiles.compact(model.config()).getBytes(StandardCharsets.UTF_8)));
    }

    Weights weights(final ModelConfig config) {
        return new GgufWeights(model, config.headSize());
    }

    @Override
    public long weightBytes() {
        return model.weightBytes();
    }

    @Override
    public void addTo(final SourceHash hash) {
        hash.addHeader(model.path(), model.size(), model.header());
    }

    /** Unmaps the file and clears what was rebuilt; a second call does nothing. */
    @Override
    public void close() {
        model.close();
        if (temporary && Files.exists(directory)) {
            clear(directory);
        }
    }

    private static void clear(final Path directory) {
        try {
            Trees.delete(directory);
        } catch (IOException e) {
            throw new StorageException("delete", directory, e);
        }
    }
}
