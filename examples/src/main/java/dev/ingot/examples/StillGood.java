package dev.ingot.examples;

import static dev.ingot.Precision.INT4;

import dev.ingot.Pipeline;
import dev.ingot.quality.Quality;
import dev.ingot.quality.QualityGate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Demands quality of a conversion, and writes a report on what came out. */
public final class StillGood {

    private StillGood() {}

    /**
     * Converts with a gate, and compares.
     *
     * @param args directory of the model, text to measure on, directory to write, page to write
     * @throws IOException if the page cannot be written
     */
    public static void main(final String... args) throws IOException {
        final Path hfDir = Path.of(args[0]);
        final Path text = Path.of(args[1]);
        final Path out = Path.of(args[2]);
        final Path page = Path.of(args[3]);
        // README-begin
        var gate = QualityGate.on(text).maxPerplexityIncrease(0.01).minAgreement(0.95);
        Pipeline.from(hfDir).quantize(INT4).gate(gate).toOnnx(out);
        var report = Quality.of(hfDir).compare("int4", out).text(text).measure();
        Files.writeString(page, report.toHtml());
        // README-end
        System.out.print(report.toText());
    }
}
