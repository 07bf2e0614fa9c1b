package dev.ingot.foundry.cli;

import dev.ingot.ConversionPlan;
import dev.ingot.OnnxModel;
import dev.ingot.Pipeline;
import dev.ingot.error.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Runs a pipeline, shows its progress and says what came of it. */
final class ConversionRun {

    private static final double NANOS = 1e9;

    private ConversionRun() {}

    static OnnxModel run(final Pipeline pipeline, final Path output, final Terminal terminal) {
        final var progress = new ProgressPrinter(terminal.err(), terminal.redraw());
        final long start = System.nanoTime();
        final OnnxModel model;
        try {
            model = pipeline.progress(progress).toOnnx(output);
        } finally {
            progress.finish();
        }
        terminal.out().printf(Locale.ROOT, "Wrote %s (%.1f MB, %.1f s)%n", model.directory(),
                size(output) / 1e6,
                (System.nanoTime() - start) / NANOS);
        return model;
    }

    /** Plans; some plans take as long as a conversion. */
    static ConversionPlan plan(final Pipeline pipeline, final Terminal terminal) {
        final var progress = new ProgressPrinter(terminal.err(), terminal.redraw());
        try {
            return pipeline.progress(progress).plan();
        } finally {
            progress.finish();
        }
    }

    private static long size(final Path directory) {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw new StorageException("list", directory, e);
        } catch (UncheckedIOException e) {
            throw new StorageException("list", directory, e.getCause());
        }
    }
}
