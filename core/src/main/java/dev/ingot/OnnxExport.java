package dev.ingot;

import dev.ingot.calibrate.FloatSource;
import dev.ingot.decoder.PlannedTensor;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.foreign.ForeignGraph;
import dev.ingot.foreign.ForeignModel;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.genai.GraphReader;
import dev.ingot.io.Digests;
import dev.ingot.json.JsonFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The export of an ONNX model that another tool made: its own graph with other matrices. */
final class OnnxExport implements Export {

    private static final String CONFIG = "config.json";

    private final ForeignModel model;
    private final Precision precision;
    private final ForeignGraph graph;
    private final String graphFile;
    private final Optional<GenaiConfig> genai;
    private final List<OutputFile> files;

    private OnnxExport(final ForeignModel model, final Precision precision, final ForeignGraph graph,
            final String graphFile,
            final Optional<GenaiConfig> genai, final List<OutputFile> files) {
        this.model = model;
        this.precision = precision;
        this.graph = graph;
        this.graphFile = graphFile;
        this.genai = genai;
        this.files = List.copyOf(files);
    }

    static OnnxExport open(final Settings wanted) {
        check(wanted);
        final var model = ForeignModel.open(wanted.source());
        final Settings settings = decided(model, wanted);
        final String graphFile = String.valueOf(model.graph().getFileName());
        if (model.genai().filter(config -> !config.decoder().filename().equals(graphFile)).isPresent()) {
            throw new UnsupportedModelException(model.directory().resolve(GenaiConfig.FILE_NAME)
                    + ": model.decoder.filename: expected a file beside it, found "
                    + model.genai().orElseThrow().decoder().filename());
        }
        final var provenance = Provenance.ofOnnx(architecture(model.directory()),
                Digests.sha256(model.graph()), settings.precision());
        final var graph = ForeignGraph.plan(model.graph(), settings.precision(), graphFile + ".data",
                provenance.metadata());
        boolean done = false;
        try {
            final Optional<GenaiConfig> genai = genai(model, graphFile, settings);
            final var result = new OnnxExport(model, settings.precision(), graph, graphFile, genai,
                    files(model, graph, graphFile, genai, provenance));
            done = true;
            return result;
        } finally {
            if (!done) {
                graph.close();
            }
        }
    }

    private static Settings decided(final ForeignModel model, final Settings settings) {
        if (!Mixing.isNeeded(settings)) {
            return settings;
        }
        try (var plain = ForeignGraph.plan(model.graph(), settings.precision(),
                model.graph().getFileName() + ".data", Map.of())) {
            return Mixing.decide(settings, plain.layerMatrices());
        }
    }

    private static void check(final Settings settings) {
        if (!(settings.precision() instanceof Blockwise blockwise)) {
            throw new InvalidOptionException("precision: expected int4 or int8 for an ONNX model, found "
                    + settings.precision().label());
        }
        if (blockwise.method() instanceof Calibrated method) {
            throw new InvalidOptionException("algorithm: " + method.label()
                    + " runs the model layer by layer, and for that expects a Hugging Face checkpoint,"
                    + " found an ONNX model: " + settings.source()
                    + "; convert the checkpoint, or choose default, rtn, k_quant or hqq");
        }
        if (settings.adapter().isPresent() || !settings.switchable().isEmpty()) {
            throw new InvalidOptionException(
                    "adapter: expected a Hugging Face checkpoint for it, found"
                            + " an ONNX model: " + settings.source());
        }
    }

    /** A model without config.json stays one that only its own tool describes. */
    private static Optional<GenaiConfig> genai(final ForeignModel model, final String graphFile,
            final Settings settings) {
        return model.genai().or(() -> Files.isRegularFile(model.directory().resolve(CONFIG))
                ? Optional.of(GraphReader.read(model.directory(), model.graph(), graphFile,
                        settings.maxLength()))
                : Optional.empty());
    }

    private static List<OutputFile> files(final ForeignModel model, final ForeignGraph graph,
            final String graphFile,
            final Optional<GenaiConfig> genai, final Provenance provenance) {
        final var files = new ArrayList<OutputFile>();
        files.add(new OutputFile.Made(graphFile, graph.toBytes()));
        for (final Path file : model.sideFiles()) {
            files.add(new OutputFile.Copied(String.valueOf(file.getFileName()), file));
        }
        if (model.genai().isEmpty()) {
            genai.ifPresent(config -> files.add(made(GenaiConfig.FILE_NAME, config.toJson())));
        }
        files.add(made(Provenance.FILE, provenance.toJson()));
        return files;
    }

    private static OutputFile made(final String name, final String text) {
        return new OutputFile.Made(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String architecture(final Path directory) {
        final Path config = directory.resolve(CONFIG);
        return Files.isRegularFile(config)
                ? JsonFiles.read(config).strings("architectures").filter(list -> !list.isEmpty())
                        .map(List::getFirst).orElse("ONNX model")
                : "ONNX model";
    }

    @Override
    public String architecture() {
        return architecture(model.directory());
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public List<PlannedTensor> tensors() {
        return graph.tensors();
    }

    @Override
    public String dataFile() {
        return graphFile + ".data";
    }

    @Override
    public long dataBytes() {
        return graph.dataBytes();
    }

    @Override
    public List<OutputFile> files() {
        return files;
    }

    @Override
    public Optional<GenaiConfig> genai() {
        return genai;
    }

    @Override
    public FloatSource floats() {
        throw new IllegalStateException("calibrated methods are refused before");
    }

    @Override
    public Map<String, Long> sourceSizes() {
        return graph.sourceSizes();
    }

    @Override
    public Map<String, Long> outputSizes() {
        return graph.outputSizes();
    }

    @Override
    public void close() {
        graph.close();
    }
}
