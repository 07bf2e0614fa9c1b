package dev.ingot;

import dev.ingot.Progress.Part;
import dev.ingot.Progress.Stage;
import dev.ingot.decoder.PlannedTensor;
import dev.ingot.decoder.WeightWriter;
import dev.ingot.error.CancelledException;
import dev.ingot.error.StorageException;
import dev.ingot.error.WeightValueException;
import dev.ingot.io.DiskSpace;
import dev.ingot.io.StagedDirectory;
import dev.ingot.quantize.RowWorkers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** One conversion: reads and plans everything, then writes, then publishes. */
final class Conversion {

    private static final Logger LOG = System.getLogger(Conversion.class.getName());

    private final Settings settings;

    Conversion(final Settings settings) {
        this.settings = settings;
    }

    OnnxModel run(final Path directory) {
        OutputGuard.check(settings, directory);
        settings.cache().ifPresentOrElse(
                cache -> new ConversionCache(cache, settings).fill(directory, () -> convert(directory)),
                () -> convert(directory));
        return new OnnxModel(directory, settings.nameOf(directory));
    }

    ConversionPlan plan() {
        try (Export export = Export.of(settings)) {
            return Planning.of(export, settings);
        }
    }

    private void convert(final Path directory) {
        settings.progress().onProgress(Progress.of(Stage.READING, Part.NONE));
        try (Export export = Export.of(settings)) {
            if (settings.precision() == Precision.FP16) {
                LOG.log(Level.INFO,
                        "{0}: fp16 is how matrices are stored; they are widened when the model is loaded,"
                                + " so that running it takes the memory of fp32",
                        directory);
            }
            write(export, directory);
        } catch (StorageException e) {
            throw cancelledOr(e);
        } catch (WeightValueException e) {
            throw e.in(settings.source());
        }
    }

    private void write(final Export export, final Path directory) {
        final var meter = new ProgressMeter(settings.progress(), export.tensors().size(),
                export.tensors().stream().mapToLong(PlannedTensor::sourceBytes).sum());
        try (var staged = StagedDirectory.begin(directory, settings.overwrite())) {
            Gatekeeper.checkSize(settings, Planning.outputBytes(export), directory);
            DiskSpace.require(staged.path(),
                    Planning.outputBytes(export) + CalibrationNeed.of(export, settings).disk());
            writeWeights(export, staged.path(), meter);
            export.files().forEach(file -> file.writeTo(staged.path()));
            if (settings.gate().isPresent()) {
                meter.stage(Stage.CHECKING);
                Gatekeeper.check(settings, staged.path(), directory);
            }
            meter.stage(Stage.PUBLISHING);
            staged.publish();
        }
        meter.stage(Stage.DONE);
    }

    private void writeWeights(final Export export, final Path directory, final ProgressMeter meter) {
        try (var workers = RowWorkers.of(settings.workers());
                var writer = new WeightWriter(directory.resolve(export.dataFile()), workers)) {
            final Consumer<PlannedTensor> output = tensor -> {
                writer.write(tensor);
                meter.done(tensor.name(), tensor.sourceBytes());
            };
            final List<PlannedTensor> rest = Calibrating.of(settings, directory).map(calibrating -> {
                meter.stage(Stage.CALIBRATING);
                return calibrating.run(export, workers, output, part -> meter.part(Stage.CALIBRATING, part));
            }).orElseGet(export::tensors);
            meter.stage(Stage.WRITING);
            rest.forEach(output);
        }
    }

    /** An interrupted thread's channels are closed under it: whatever that broke, the reason is the interrupt. */
    private static RuntimeException cancelledOr(final StorageException failure) {
        return failure.getCause() instanceof ClosedByInterruptException
                || (failure.getCause() instanceof ClosedChannelException
                        && Thread.currentThread().isInterrupted())
                                ? new CancelledException("conversion interrupted", failure)
                                : failure;
    }
}
