package dev.ingot.calibrate;

import dev.ingot.Precision;
import dev.ingot.decoder.Decoder;
import dev.ingot.decoder.Folding;
import dev.ingot.hf.ModelConfig;
import dev.ingot.hf.Weights;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * A checkpoint whose model can be run in floats.
 *
 * @param directory  where its tokenizer lies
 * @param config     of the model
 * @param weights    its tensors, with what has been merged into them
 * @param switchable modules that adapters add to while the model runs; calibration leaves these products out
 */
public record FloatSource(Path directory, ModelConfig config, Weights weights, Set<String> switchable) {

    /** Copies the set. */
    public FloatSource {
        switchable = Set.copyOf(switchable);
    }

    FloatModel model() {
        return new FloatModel(Decoder.plan(config, weights, Precision.FP32));
    }

    /** The plan of a conversion with factors in the columns of matrices. */
    Decoder plan(final Precision precision, final Map<Folding, float[]> factors) {
        return Decoder.plan(config, weights, precision, switchable, factors);
    }
}
