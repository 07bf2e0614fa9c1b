package dev.ingot.runtime;

import dev.ingot.InferenceModel;
import dev.ingot.RequestDefaults;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.genai.GenaiDecoder;
import dev.ingot.genai.MemoryNeed;
import dev.ingot.hf.GenerationConfig;
import dev.ingot.onnx.ElementType;
import dev.ingot.onnx.OnnxPatch;
import dev.ingot.runtime.engine.DecoderSpec;
import dev.ingot.runtime.engine.SessionSettings;
import dev.ingot.runtime.flight.Flight;
import dev.ingot.runtime.machine.FreeMemory;
import dev.ingot.runtime.machine.PhysicalCores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Puts a model together from its directory. */
final class ModelLoader {

    private static final String HF_CONFIG = "config.json";

    private final Path directory;
    private final GeneratorOptions options;
    private final long start = System.nanoTime();

    ModelLoader(final Path directory, final GeneratorOptions options) {
        this.directory = directory;
        this.options = options;
    }

    LoadedModel load() {
        final var flight = Flight.load();
        final GenaiConfig config = GenaiConfig.read(configuration());
        final Optional<InferenceModel> registered = InferenceModel.in(directory);
        final var own = GenerationConfig.read(directory.resolve(GenerationConfig.FILE_NAME));
        final DecoderSpec spec = spec(config);
        if (options.memoryCheck()) {
            checkMemory(config, spec);
        }
        final long bytes = fileBytes(spec.file());
        final String name = String.valueOf(directory.toAbsolutePath().normalize().getFileName());
        final ModelResources resources = ModelResources.open(directory, name, spec, sessionSettings());
        try {
            final var time = Duration.ofNanos(System.nanoTime() - start);
            final Set<Integer> endTokens = Set.copyOf(config.eosTokenIds());
            final var watch = new ModelWatch(name, options.listener());
            final var model = new LoadedModel(directory, config,
                    registered.flatMap(InferenceModel::promptTemplate),
                    RequestRules.of(config,
                            registered.map(InferenceModel::defaults).orElse(RequestDefaults.NONE), own),
                    resources, endTokens,
                    new Constraints(directory, resources.engine().vocabulary(), endTokens), time, watch,
                    options.sharePrefixes());
            resources.closeWith(model);
            flight.ifPresent(it -> it.end(name, bytes));
            watch.tell(listener -> listener.loaded(new LoadReport(name, time, bytes)));
            return model;
        } catch (RuntimeException | Error e) {
            resources.close();
            throw e;
        }
    }

    private Path configuration() {
        final Path file = directory.resolve(GenaiConfig.FILE_NAME);
        if (Files.isRegularFile(file)) {
            return file;
        }
        if (!Files.isDirectory(directory)) {
            throw ModelFormatException.of(directory, "the directory of an ONNX model",
                    Files.exists(directory) ? "a file; " + instead() : "no such directory");
        }
        throw ModelFormatException.of(file, "the configuration of an ONNX model",
                Files.isRegularFile(directory.resolve(HF_CONFIG))
                        ? "a Hugging Face directory; convert it first: Pipeline.from(directory).toOnnx(target)"
                        : "no such file; give the directory that toOnnx or ingot convert has written");
    }

    /** What to give where a file was given. */
    private String instead() {
        return directory.toString().endsWith(".onnx")
                ? "give the directory that it lies in, with its " + GenaiConfig.FILE_NAME + ": "
                        + directory.toAbsolutePath().getParent()
                : "convert it first: Pipeline.from(file).toOnnx(target), or ingot convert";
    }

    private DecoderSpec spec(final GenaiConfig config) {
        final GenaiDecoder decoder = config.decoder();
        final Path file = directory.resolve(decoder.filename());
        if (!Files.isRegularFile(file)) {
            throw ModelFormatException.of(file, "a graph, as " + GenaiConfig.FILE_NAME + " names it",
                    "no such file");
        }
        return new DecoderSpec(file, decoder.names(), decoder.layers(), decoder.keyValueHeads(),
                decoder.headSize(), config.vocabSize(), config.contextLength());
    }

    private SessionSettings sessionSettings() {
        return new SessionSettings(options.threads().orElseGet(PhysicalCores::count), options.spin(),
                options.memoryArena(), options.prefillChunk(), options.sequences(), options.memoryCheck(),
                options.largePages(), options.sameBits());
    }

    private void checkMemory(final GenaiConfig config, final DecoderSpec spec) {
        final int step = Math.min(options.prefillChunk(), config.contextLength());
        final var free = FreeMemory.now();
        MemoryNeed.of(config, fileBytes(spec.file()) + widening(spec.file()), spec.firstCacheBytes(),
                step).require(directory.toString(), free.bytes(), free.source());
    }

    /** What 16-bit floats take more once they have become 32-bit ones, as the CPU needs them. */
    private static long widening(final Path graph) {
        return OnnxPatch.read(graph).elementsOf(ElementType.FLOAT16) * (Float.BYTES - Short.BYTES);
    }

    /** The graph, and beside it whatever is named after it: {@code model.onnx.data} and the like. */
    private static long fileBytes(final Path graph) {
        final Path folder = Objects.requireNonNull(graph.toAbsolutePath().getParent());
        final String name = String.valueOf(graph.getFileName());
        try (var files = Files.newDirectoryStream(folder,
                file -> String.valueOf(file.getFileName()).startsWith(name))) {
            long sum = 0;
            for (final Path file : files) {
                sum += Files.size(file);
            }
            return sum;
        } catch (IOException e) {
            throw new StorageException("list", folder, e);
        }
    }
}
