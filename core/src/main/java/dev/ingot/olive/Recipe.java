package dev.ingot.olive;

import dev.ingot.Precision;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the passes ask for together.
 *
 * @param precision in which formats matrices are stored; empty until a pass says it
 * @param maxLength most tokens of prompt and answer together
 * @param adapter   to merge
 * @param calibrated how the layers are rounded, if that needs a text
 */
record Recipe(Optional<Precision> precision, OptionalInt maxLength, Optional<Path> adapter,
        Optional<CalibrationRequest> calibrated) {

    static final Recipe EMPTY = new Recipe(Optional.empty(), OptionalInt.empty(), Optional.empty(),
            Optional.empty());

    Recipe precision(final Precision value) {
        return new Recipe(Optional.of(value), maxLength, adapter, calibrated);
    }

    Recipe maxLength(final OptionalInt value) {
        return new Recipe(precision, value, adapter, calibrated);
    }

    Recipe adapter(final Optional<Path> value) {
        return new Recipe(precision, maxLength, value, calibrated);
    }

    Recipe calibrated(final CalibrationRequest value) {
        return new Recipe(precision, maxLength, adapter, Optional.of(value));
    }
}
