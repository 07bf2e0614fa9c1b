package dev.ingot.foreign;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.genai.GraphReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The files of a directory with an ONNX model of any tool.
 *
 * @param directory the directory
 * @param graph     its graph
 * @param genai     its genai_config.json, where it has one
 */
public record ForeignModel(Path directory, Path graph, Optional<GenaiConfig> genai) {

    private static final String USUAL = "model.onnx";
    private static final Set<String> OWN = Set.of("ingot.json", "inference_model.json", "download.tmp");
    private static final List<String> WEIGHTS = List.of(".onnx", ".onnx_data", ".onnx.data", ".safetensors",
            ".bin", ".pt", ".pth", ".gguf");
    private static final long SMALL = 64L << 20;

    /**
     * Looks at a directory.
     *
     * @param directory of a model
     * @return its files
     * @throws ModelFormatException if there is no graph, or several and none is called model.onnx
     */
    public static ForeignModel open(final Path directory) {
        if (!Files.isDirectory(directory)) {
            throw ModelFormatException.of(directory, "a directory with an ONNX model",
                    Files.exists(directory) ? "a file" : "nothing");
        }
        final Path file = directory.resolve(GenaiConfig.FILE_NAME);
        final Optional<GenaiConfig> genai = Files.isRegularFile(file)
                ? Optional.of(GenaiConfig.read(file))
                : Optional.empty();
        return new ForeignModel(directory, genai.map(config -> directory.resolve(config.decoder().filename()))
                .orElseGet(() -> find(directory)), genai);
    }

    /** Without a configuration: model.onnx, there or in the folder where repositories put it, else the only graph. */
    private static Path find(final Path directory) {
        for (final Path usual : List.of(directory.resolve(USUAL), directory.resolve("onnx").resolve(USUAL))) {
            if (Files.isRegularFile(usual)) {
                return usual;
            }
        }
        final List<Path> graphs = list(directory).stream().filter(file -> nameOf(file).endsWith(".onnx"))
                .toList();
        if (graphs.size() != 1) {
            throw ModelFormatException.of(directory, "an ONNX model: model.onnx, or one graph alone",
                    graphs.isEmpty() ? "none" : graphs.size() + " graphs");
        }
        return graphs.getFirst();
    }

    /**
     * Works genai_config.json out from config.json and the graph.
     *
     * @return its content
     * @throws ModelFormatException                        if config.json lacks something that the graph does not say
     * @throws dev.ingot.error.UnsupportedModelException if the graph is no decoder with a cache
     */
    public GenaiConfig describe() {
        return GraphReader.read(directory, graph, directory.relativize(graph).toString().replace('\\', '/'),
                OptionalInt.empty());
    }

    /**
     * Returns the files that are neither graphs nor weights nor written by Ingot.
     *
     * @return tokenizer, configuration and whatever else lies beside them
     */
    public List<Path> sideFiles() {
        return list(directory).stream().filter(file -> {
            final String name = nameOf(file);
            return !OWN.contains(name) && !name.startsWith(".") && !isExternalData(file)
                    && WEIGHTS.stream().noneMatch(name::endsWith);
        }).toList();
    }

    /** Data files may have any name; what is that large is no configuration. */
    private boolean isExternalData(final Path file) {
        try {
            return nameOf(file).startsWith(nameOf(graph)) || Files.size(file) > SMALL;
        } catch (IOException e) {
            throw new StorageException("read the size of", file, e);
        }
    }

    private static List<Path> list(final Path directory) {
        final var files = new ArrayList<Path>();
        try (var entries = Files.newDirectoryStream(directory, Files::isRegularFile)) {
            entries.forEach(files::add);
        } catch (IOException e) {
            throw new StorageException("list", directory, e);
        }
        files.sort(null);
        return files;
    }

    private static String nameOf(final Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    }
}
