package dev.ingot.foundry.cli;

import dev.ingot.OnnxModel;
import dev.ingot.foundry.validate.Measurement;
import dev.ingot.foundry.validate.RunFailure;
import dev.ingot.foundry.validate.RunReport;
import java.util.function.BiFunction;
import java.util.function.Function;
import picocli.CommandLine.Mixin;

/** What bench and validate have in common: where the model is, how it is loaded, and where the report goes. */
final class ReportedRun {

    @Mixin
    private final LoadingOptions loading = new LoadingOptions();

    @Mixin
    private final CacheOption cache = new CacheOption();

    @Mixin
    private final ReportFiles files = new ReportFiles();

    @Mixin
    private final JUnitFile junit = new JUnitFile();

    /**
     * Measures a model and reports it. What keeps it from that is left for continuous integration, too.
     *
     * @param model   a name or directory
     * @param begin   prepares the measurement of the model
     * @param failure describes what keeps it from its end
     */
    <S extends Measurement<S, R>, R extends RunReport> R run(final String model, final Terminal terminal,
            final Function<OnnxModel, S> begin, final BiFunction<String, Throwable, RunFailure> failure) {
        files.check();
        junit.check(files);
        final R report;
        try {
            report = measure(begin.apply(ModelSource.find(model, cache.open(terminal))), terminal);
        } catch (RuntimeException | Error e) {
            leave(failure.apply(model, e), e);
            throw e;
        }
        terminal.out().print(report.toText());
        ReportFiles.all(() -> junit.write(report::toJUnit),
                () -> files.write(report::toJson, report::toHtml));
        return report;
    }

    private <S extends Measurement<S, R>, R extends RunReport> R measure(final S measurement,
            final Terminal terminal) {
        final var printer = new StepPrinter(terminal);
        try {
            return measurement.loading(loading.options(terminal)).listener(printer).run();
        } finally {
            printer.finish();
        }
    }

    private void leave(final RunFailure failure, final Throwable cause) {
        final boolean interrupted = Thread.interrupted(); // an interrupted thread writes no file
        try {
            ReportFiles.all(() -> junit.write(failure::toJUnit), () -> files.writeJson(failure::toJson));
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
