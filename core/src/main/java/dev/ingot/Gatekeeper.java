package dev.ingot;

import dev.ingot.Settings.SourceKind;
import java.nio.file.Path;
import java.util.Optional;

/** Calls the gate of a pipeline, where it has one. */
final class Gatekeeper {

    private Gatekeeper() {}

    /**
     * Has a model judged.
     *
     * @param finished where it lies now
     * @param output   where it is to appear
     * @throws dev.ingot.error.QualityException if it must not
     */
    static void check(final Settings settings, final Path finished, final Path output) {
        settings.gate().ifPresent(gate -> {
            final String name = settings.nameOf(output);
            gate.check(new ModelGate.Candidate(new OnnxModel(finished, name), name, settings.source(),
                    floats(settings)));
        });
    }

    /**
     * Has the size of a model judged that is only planned.
     *
     * @param bytes  of all its files
     * @param output where it is to appear
     * @throws dev.ingot.error.QualityException if it is too large
     */
    static void checkSize(final Settings settings, final long bytes, final Path output) {
        settings.gate().ifPresent(gate -> gate.checkSize(settings.nameOf(output), bytes));
    }

    private static Optional<Pipeline> floats(final Settings settings) {
        return settings.kind() == SourceKind.ONNX
                ? Optional.empty()
                : Optional.of(new Pipeline(settings.with(draft -> {
                    draft.precision = Precision.FP32;
                    draft.gate = Optional.empty();
                    draft.cache = Optional.empty();
                    draft.output = Optional.empty();
                    draft.overwrite = false;
                    draft.progress = ProgressListener.NONE;
                })));
    }
}
