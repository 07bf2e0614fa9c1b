package dev.ingot;

import dev.ingot.quantize.Algorithm;
import java.util.Map;

/** A method that looks at what a matrix multiplies, by running the float model on text. Immutable. */
public sealed interface Calibrated extends QuantizationMethod permits Gptq, Awq {

    /**
     * Returns what the model is run on.
     *
     * @return the text, and the means to run the model
     */
    Calibration calibration();

    /**
     * Returns what ingot.json says of the method besides its name, in this order.
     *
     * @return facts by name
     */
    Map<String, Object> facts();

    @Override
    default Algorithm algorithm() {
        return Algorithm.DEFAULT;
    }
}
