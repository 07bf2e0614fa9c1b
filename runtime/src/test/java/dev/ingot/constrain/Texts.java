package dev.ingot.constrain;

import dev.ingot.constrain.grammar.Grammar;
import dev.ingot.constrain.match.TokenConstraint;
import java.nio.charset.StandardCharsets;

/** Asks grammars about whole texts, byte by byte. */
final class Texts {

    private Texts() {}

    static TokenConstraint compiled(final Grammar grammar) {
        return new TokenConstraint(grammar.compile(), Vocabularies.BYTES);
    }

    static boolean fits(final Grammar grammar, final String text) {
        return fits(compiled(grammar), text);
    }

    static boolean fits(final TokenConstraint constraint, final String text) {
        final var matcher = constraint.matcher();
        for (final byte value : text.getBytes(StandardCharsets.UTF_8)) {
            if (matcher.isComplete() || !matcher.mask().allows(value & 0xFF)) {
                return false;
            }
            matcher.accept(value & 0xFF);
        }
        return matcher.fits() && matcher.mask().allows(256);
    }
}
