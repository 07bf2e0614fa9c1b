package dev.ingot;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Makes calibrations for those who only know which text is meant, such as run files. This module does not run models;
 * {@code Calibrations::of} of {@code dev.ingot.quality} is what is handed over.
 */
@FunctionalInterface
public interface CalibrationTexts {

    /**
     * Makes a calibration.
     *
     * @param file in UTF-8, or null for what the model itself says
     * @return the calibration
     * @throws dev.ingot.error.IngotException if the file cannot be read, or calibrated methods cannot be used
     */
    Calibration of(@Nullable Path file);
}
