package dev.ingot;

import dev.ingot.calibrate.FloatSource;
import dev.ingot.decoder.PlannedTensor;
import dev.ingot.genai.GenaiConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A conversion that is read, checked and planned down to the last byte, with no weight touched yet. Holds the source
 * open until it is closed.
 */
interface Export extends AutoCloseable {

    /** Opens the source and plans. */
    static Export of(final Settings settings) {
        return switch (settings.kind()) {
            case CHECKPOINT -> CheckpointExport.open(settings);
            case ONNX -> OnnxExport.open(settings);
        };
    }

    /** Returns the class name of the model, or what is known instead. */
    String architecture();

    /** Returns in which formats matrices are stored, with all that a mixture has decided. */
    Precision precision();

    /** Returns what to write into the data file, in order. */
    List<PlannedTensor> tensors();

    /** Returns the name of the data file. */
    String dataFile();

    /** Returns the size of the data file. */
    long dataBytes();

    /** Returns the other files. */
    List<OutputFile> files();

    /** Returns genai_config.json, where the output has one. */
    Optional<GenaiConfig> genai();

    /** Returns the checkpoint that a calibrated method can run. */
    FloatSource floats();

    /** Returns the size of every tensor of the source as it is stored there. */
    Map<String, Long> sourceSizes();

    /** Returns the size of every tensor of the output; bytes that two tensors share count for the first. */
    Map<String, Long> outputSizes();

    @Override
    void close();
}
