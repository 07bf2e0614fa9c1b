package dev.ingot.foundry.cli;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.QualityException;
import dev.ingot.quality.Quality;
import dev.ingot.quality.QualityLimits;
import dev.ingot.quality.QualityReport;
import dev.ingot.quality.VariantQuality;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares quantized variants with their float model. */
@Command(sortOptions = false, sortSynopsis = false, description = "Compare quantized variants of a model with its floats: weights, and predictions of a text."
        + " With limits: exit code 3 when a variant passes one.")
final class QualityCommand implements Callable<Integer> {

    @Option(names = "--model", required = true, paramLabel = "MODEL", description = "The float model: a Hugging Face directory, a GGUF file or a float ONNX model.")
    Path model = Path.of("");

    @Option(names = "--variant", required = true, paramLabel = "[NAME=]DIR", description = "A quantized ONNX model; can be given several times.")
    List<String> variants = List.of();

    @Option(names = "--text", paramLabel = "FILE", description = "Text to compare predictions on; without it only weights are compared.")
    @Nullable
    Path text;

    @Option(names = "--window", paramLabel = "N", description = "Tokens per window of the text; default: 512.")
    @Nullable
    Integer window;

    @Option(names = "--adapter", paramLabel = "DIR", description = "The LoRA adapter (PEFT) that the variants have merged.")
    @Nullable
    Path adapter;

    @Option(names = "--floats", paramLabel = "DIR", description = "The model's export to floats, if there is one; else it is made, and removed again.")
    @Nullable
    Path floats;

    @Option(names = "--work", paramLabel = "DIR", description = "Where that export lies meanwhile.")
    @Nullable
    Path work;

    @Mixin
    private final ReportFiles files = new ReportFiles();

    @Mixin
    private final LimitOptions limits = new LimitOptions();

    private final Terminal terminal;

    QualityCommand(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        files.check();
        final QualityLimits wanted = limits.limits();
        if (text == null && wanted.needText()) {
            throw new InvalidOptionException("--max-perplexity-increase, --min-agreement and --max-kl are"
                    + " measured on a text: add --text FILE");
        }
        final var printer = new StepPrinter(terminal);
        final QualityReport report;
        try {
            report = quality().listener(printer).measure();
        } finally {
            printer.finish();
        }
        terminal.out().print(report.toText());
        files.write(report::toJson, report::toHtml);
        return judge(report, wanted);
    }

    private Quality quality() {
        Quality quality = Quality.of(model);
        for (final String variant : variants) {
            quality = add(quality, variant);
        }
        quality = text == null ? quality : quality.text(text);
        quality = window == null ? quality : quality.window(window);
        quality = adapter == null ? quality : quality.adapter(adapter);
        quality = floats == null ? quality : quality.floats(floats);
        return work == null ? quality : quality.work(work);
    }

    private static Quality add(final Quality quality, final String variant) {
        final int equals = variant.indexOf('=');
        if (equals < 1 || Files.isDirectory(Path.of(variant))) {
            final Path directory = Path.of(variant);
            return quality.compare(String.valueOf(directory.toAbsolutePath().normalize().getFileName()),
                    directory);
        }
        return quality.compare(variant.substring(0, equals), Path.of(variant.substring(equals + 1)));
    }

    /** Says of every variant what it fails in, and not only of the first. */
    private int judge(final QualityReport report, final QualityLimits wanted) {
        int code = 0;
        for (final VariantQuality variant : report.variants()) {
            try {
                wanted.check(variant);
            } catch (QualityException e) {
                terminal.note(String.valueOf(e.getMessage()));
                code = Failures.NOT_GOOD_ENOUGH;
            }
        }
        return code;
    }
}
