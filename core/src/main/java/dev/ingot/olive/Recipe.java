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
 */
record Recipe(Optional<Precision> precision, OptionalInt maxLength, Optional<Path> adapter) {

    static final Recipe EMPTY = new Recipe(Optional.empty(), OptionalInt.empty(), Optional.empty());

    Recipe precision(final Precision value) {
        return new Recipe(Optional.of(value), maxLength, adapter);
    }

    Recipe maxLength(final OptionalInt value) {
        return new Recipe(precision, value, adapter);
    }

    Recipe adapter(final Optional<Path> value) {
        return new Recipe(precision, maxLength, value);
    }
}
