package dev.ingot.olive;

import dev.ingot.Blockwise;
import dev.ingot.Calibrated;
import dev.ingot.Calibration;
import dev.ingot.json.JsonObject;
import java.util.function.Function;

/**
 * What a calibrated pass asks for.
 *
 * @param blocks bits, block size and symmetry
 * @param method made of the calibration
 * @param config of the pass, whose {@code data_config} says which text is meant
 */
record CalibrationRequest(Blockwise blocks, Function<Calibration, Calibrated> method, JsonObject config) {

    static final String DATA = "data_config";
}
