package dev.ingot.quality;

import dev.ingot.OnnxModel;
import dev.ingot.Pipeline;
import dev.ingot.compare.FloatMatrices;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.foreign.GraphMatrices;
import dev.ingot.quantize.RowWorkers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One measurement: first the text, which needs all models at once, then the weights of one variant after the other. */
final class Measurement {

    private final QualitySettings settings;

    Measurement(final QualitySettings settings) {
        this.settings = settings;
    }

    QualityReport run() {
        if (settings.variants().isEmpty()) {
            throw new InvalidOptionException("variants: expected at least one, found none");
        }
        settings.variants().forEach(Measurement::requireDirectory);
        final Optional<TextPass.Scores> scores = settings.text().map(this::scores);
        final var variants = new ArrayList<VariantQuality>();
        try (var floats = FloatMatrices.open(settings.source(), settings.adapter());
                var workers = RowWorkers.of(
                        settings.threads().orElseGet(() -> Runtime.getRuntime().availableProcessors()))) {
            for (final Map.Entry<String, Path> variant : settings.variants().entrySet()) {
                final int index = variants.size();
                variants.add(weights(variant, floats, workers,
                        scores.map(all -> all.variants().get(index))));
            }
        }
        return new QualityReport(String.valueOf(settings.source().toAbsolutePath().normalize().getFileName()),
                bytes(settings.source()), scores.map(TextPass.Scores::window).orElse(settings.window()),
                scores.map(TextPass.Scores::reference),
                variants);
    }

    /** What is not there should not be found out after the float model has been exported. */
    private static void requireDirectory(final String name, final Path variant) {
        if (!Files.isDirectory(variant)) {
            throw ModelFormatException.of(variant, "variant " + name + ": a directory with an ONNX model",
                    Files.exists(variant) ? "a file" : "no such directory");
        }
    }

    private static long bytes(final Path source) {
        return Files.isDirectory(source) ? DirectorySize.of(source) : source.toFile().length();
    }

    private VariantQuality weights(final Map.Entry<String, Path> variant, final FloatMatrices floats,
            final RowWorkers workers, final Optional<TextScore> score) {
        try (var graph = GraphMatrices.open(variant.getValue())) {
            final var pass = new WeightsPass(settings.source(), floats, graph, settings.worst(), workers)
                    .run(variant.getKey(), settings.listener());
            return new VariantQuality(variant.getKey(), DirectorySize.of(variant.getValue()), score,
                    pass.matrices(), pass.uncompared());
        }
    }

    private TextPass.Scores scores(final String text) {
        try (FloatRun floats = floats()) {
            final List<OnnxModel> models = new ArrayList<>();
            settings.variants().forEach((name, path) -> models.add(new OnnxModel(path, name)));
            return TextComparison.of(settings.source(), floats.model(), models, settings, text);
        }
    }

    private FloatRun floats() {
        if (settings.export().isPresent()) {
            return FloatRun.of(OnnxModel.open(settings.export().get()));
        }
        if (FloatMatrices.isOnnx(settings.source())) {
            return FloatRun.of(OnnxModel.open(settings.source()));
        }
        settings.listener().onProgress("float export", 0, 1);
        final Pipeline plain = Pipeline.from(settings.source());
        return FloatRun.export(settings.adapter().map(plain::adapter).orElse(plain), settings.work());
    }
}
