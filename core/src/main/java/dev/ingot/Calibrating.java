package dev.ingot;

import dev.ingot.Calibration.Subject;
import dev.ingot.Progress.Part;
import dev.ingot.calibrate.CalibratedLayers;
import dev.ingot.decoder.PlannedTensor;
import dev.ingot.error.StorageException;
import dev.ingot.io.Trees;
import dev.ingot.quantize.RowWorkers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What a conversion by a calibrated method does before the rest is rounded. */
final class Calibrating {

    private static final String RUNNABLE = ".calibration-model";
    private static final String STATES = ".calibration-states";

    private final Settings settings;
    private final Calibrated method;
    private final Path directory;

    private Calibrating(final Settings settings, final Calibrated method, final Path directory) {
        this.settings = settings;
        this.method = method;
        this.directory = directory;
    }

    /** Of a conversion that writes into a directory; empty where the method wants no calibration. */
    static Optional<Calibrating> of(final Settings settings, final Path directory) {
        return settings.precision() instanceof Blockwise blockwise
                && blockwise.method() instanceof Calibrated method
                        ? Optional.of(new Calibrating(settings, method, directory))
                        : Optional.empty();
    }

    /** Writes what the method itself quantizes, and returns what is to be written as it is planned. */
    List<PlannedTensor> run(final Export export, final RowWorkers workers,
            final Consumer<PlannedTensor> output, final Consumer<Part> progress) {
        final var layers = new CalibratedLayers(export.floats(), method.calibration(),
                windows(export, progress), directory.resolve(STATES), workers,
                (done, total) -> progress.accept(new Part("layers", done, total)));
        return switch (method) {
            case Gptq gptq -> layers.quantize(gptq, export.tensors(), output);
            case Awq _ -> layers.scaled(export.precision(), export.tensors());
        };
    }

    private List<int[]> windows(final Export export, final Consumer<Part> progress) {
        try (var model = new ModelToCalibrate(export, progress)) {
            return method.calibration().windows(model);
        }
    }

    /** Converts itself once more when it is asked to talk. */
    private final class ModelToCalibrate implements Subject, AutoCloseable {

        private final Export export;
        private final Consumer<Part> progress;

        ModelToCalibrate(final Export export, final Consumer<Part> progress) {
            this.export = export;
            this.progress = progress;
        }

        @Override
        public Path directory() {
            return export.floats().directory();
        }

        @Override
        public int contextLength() {
            return export.floats().config().maxPositions();
        }

        @Override
        public OnnxModel runnable() {
            return new Conversion(settings.with(draft -> {
                draft.precision = Precision.INT8;
                draft.progress = ProgressListener.NONE;
                draft.cache = Optional.empty();
                draft.gate = Optional.empty();
            })).run(directory.resolve(RUNNABLE));
        }

        @Override
        public void generated(final int tokens, final int wanted) {
            progress.accept(new Part("tokens", tokens, wanted));
        }

        @Override
        public void close() {
            try {
                Trees.delete(directory.resolve(RUNNABLE));
            } catch (IOException e) {
                throw new StorageException("delete", directory.resolve(RUNNABLE), e);
            }
        }
    }
}
