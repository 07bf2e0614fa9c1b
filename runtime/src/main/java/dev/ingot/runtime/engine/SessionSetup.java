package dev.ingot.runtime.engine;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.nio.file.Path;

/** Ingot's settings in ONNX Runtime's terms. */
final class SessionSetup {

    private SessionSetup() {}

    /**
     * Makes session options.
     *
     * @param file     graph file, beside which the weights lie
     * @param settings what is wanted
     * @return options, to be closed by the caller
     */
    static SessionOptions options(final Path file, final SessionSettings settings) throws OrtException {
        final var options = new SessionOptions();
        try {
            configure(options, file, settings);
            return options;
        } catch (OrtException | RuntimeException e) {
            options.close();
            throw e;
        }
    }

    private static void configure(final SessionOptions options, final Path file,
            final SessionSettings settings)
            throws OrtException {
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        options.setOptimizationLevel(OptLevel.ALL_OPT);
        options.setIntraOpNumThreads(settings.threads());
        options.setInterOpNumThreads(1);
        options.setCPUArenaAllocator(settings.memoryArena());
        // A pattern would be remembered for every length of the mask, that is, for every token.
        options.setMemoryPatternOptimization(false);
        final long microseconds = settings.spin().toNanos() / 1000;
        if (microseconds == 0) {
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
        } else {
            options.addConfigEntry("session.intra_op.spin_duration_us", String.valueOf(microseconds));
        }
        final Path directory = file.toAbsolutePath().getParent();
        options.addConfigEntry("session.model_external_initializers_file_folder_path",
                String.valueOf(directory));
    }
}
