package dev.ingot.constrain.text;

import static dev.ingot.constrain.grammar.Expr.choice;
import static dev.ingot.constrain.grammar.Expr.literal;
import static dev.ingot.constrain.grammar.Expr.repeat;
import static dev.ingot.constrain.grammar.Expr.sequence;

import dev.ingot.constrain.grammar.CodePoints;
import dev.ingot.constrain.grammar.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Any text in which some tags do not occur. All of them begin with the same character, which is nowhere else in them; so what
 * has begun as a tag and goes on otherwise can only begin another one with that character.
 *
 * <pre>
 *   text  = ( other | begun* broken )* begun*
 *   begun = a beginning of a tag             broken = a beginning, and a character that does not continue it
 * </pre>
 */
public final class TextWithout {

    private TextWithout() {}

    /**
     * Makes an expression.
     *
     * @param tags that begin alike, as said above
     * @return any text without them; of no tags, any text
     */
    public static Expr tags(final List<String> tags) {
        if (tags.isEmpty()) {
            return repeat(CodePoints.ALL.utf8(), 0, Expr.UNBOUNDED);
        }
        final CodePoints first = CodePoints.of(tags.getFirst().substring(0, 1));
        final Map<String, CodePoints> continuations = new TreeMap<>();
        for (final String tag : new TreeSet<>(tags)) {
            for (int i = 1; i < tag.length(); i++) {
                continuations.merge(tag.substring(0, i), CodePoints.of(tag.substring(i, i + 1)),
                        CodePoints::or);
            }
        }
        final Expr begun = repeat(choice(continuations.keySet().stream().map(Expr::literal).toList()), 0,
                Expr.UNBOUNDED);
        final var broken = new ArrayList<Expr>();
        continuations.forEach((begin, next) -> broken.add(sequence(literal(begin),
                CodePoints.ALL.minus(next).minus(first).utf8())));
        final Expr other = CodePoints.ALL.minus(first).utf8();
        return sequence(
                repeat(choice(other, sequence(begun, choice(broken))), 0, Expr.UNBOUNDED), begun);
    }
}
