package dev.ingot;

import dev.ingot.Progress.Stage;
import dev.ingot.decoder.Decoder;
import dev.ingot.decoder.PlannedTensor;
import dev.ingot.decoder.WeightWriter;
import dev.ingot.error.CancelledException;
import dev.ingot.error.StorageException;
import dev.ingot.hf.HfModel;
import dev.ingot.hf.UsedWeights;
import dev.ingot.io.DiskSpace;
import dev.ingot.io.StagedDirectory;
import dev.ingot.quantize.RowWorkers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;

/** One conversion: reads and plans everything, then writes, then publishes. */
final class Conversion {

    /** Room for graph, configuration and tokenizer beside the weights. */
    private static final long SMALL_FILES = 32L << 20;

    private static final Logger LOG = System.getLogger(Conversion.class.getName());

    private final Settings settings;

    Conversion(final Settings settings) {
        this.settings = settings;
    }

    OnnxModel run(final Path directory) {
        settings.progress().onProgress(new Progress(Stage.READING, "", 0, 0, 0, 0));
        try (HfModel base = HfModel.open(settings.source())) {
            final HfModel model = settings.adapter().map(base::withAdapter).orElse(base);
            final var weights = new UsedWeights(model.weights());
            final Decoder decoder = Decoder.plan(model.config(), weights, settings.precision());
            SurplusTensors.check(model.directory(), model.config(), weights.unused());
            write(model, decoder, directory);
        } catch (StorageException e) {
            throw cancelledOr(e);
        }
        return new OnnxModel(directory, settings.name().orElseGet(() -> nameOf(directory)));
    }

    private static String nameOf(final Path directory) {
        return String.valueOf(directory.toAbsolutePath().normalize().getFileName());
    }

    private void write(final HfModel model, final Decoder decoder, final Path directory) {
        if (settings.precision() instanceof Precision.HalfPrecision) {
            LOG.log(Level.INFO,
                    "{0}: fp16 is how matrices are stored; they are widened when the model is loaded,"
                            + " so that running it takes the memory of fp32",
                    directory);
        }
        final var description = Description.of(model, decoder, settings);
        final var meter = new ProgressMeter(settings.progress(), decoder.tensors().size(),
                decoder.tensors().stream().mapToLong(PlannedTensor::sourceBytes).sum());
        try (var staged = StagedDirectory.begin(directory, settings.overwrite())) {
            DiskSpace.require(staged.path(), decoder.dataBytes() + SMALL_FILES);
            meter.stage(Stage.WRITING);
            writeWeights(decoder, staged.path().resolve(Decoder.DATA_FILE), meter);
            description.write(staged.path());
            meter.stage(Stage.PUBLISHING);
            staged.publish();
        }
        meter.stage(Stage.DONE);
    }

    private void writeWeights(final Decoder decoder, final Path file, final ProgressMeter meter) {
        try (var workers = RowWorkers
                .of(settings.threads().orElse(Runtime.getRuntime().availableProcessors()));
                var writer = new WeightWriter(file, workers)) {
            for (final PlannedTensor tensor : decoder.tensors()) {
                writer.write(tensor);
                meter.done(tensor.name(), tensor.sourceBytes());
            }
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
