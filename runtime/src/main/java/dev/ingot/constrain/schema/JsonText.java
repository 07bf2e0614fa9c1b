package dev.ingot.constrain.schema;

import static dev.ingot.constrain.grammar.Expr.choice;
import static dev.ingot.constrain.grammar.Expr.literal;
import static dev.ingot.constrain.grammar.Expr.range;
import static dev.ingot.constrain.grammar.Expr.repeat;
import static dev.ingot.constrain.grammar.Expr.sequence;

import dev.ingot.constrain.grammar.CodePoints;
import dev.ingot.constrain.grammar.CodePoints.Range;
import dev.ingot.constrain.grammar.Expr;
import dev.ingot.constrain.text.Choices;
import dev.ingot.json.JsonFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/** Characters as they are written within JSON strings. */
final class JsonText {

    /** What may stand for itself. */
    private static final CodePoints PLAIN = CodePoints.of(0x20, Character.MAX_CODE_POINT)
            .minus(CodePoints.of("\"\\"));

    private static final Expr HEX = choice(range('0', '9'), range('a', 'f'), range('A', 'F'));

    private JsonText() {}

    /** Any character, itself or escaped; surrogates in pairs only. */
    static Expr character() {
        final Expr d = choice(literal("d"), literal("D"));
        final Expr notD = choice(range('0', '9'), range('a', 'c'), range('A', 'C'), range('e', 'f'),
                range('E', 'F'));
        final Expr unit = choice(sequence(notD, repeat(HEX, 3, 3)),
                sequence(d, range('0', '7'), repeat(HEX, 2, 2)));
        final Expr high = sequence(d, choice(range('8', '9'), range('a', 'b'), range('A', 'B')),
                repeat(HEX, 2, 2));
        final Expr low = sequence(d, choice(range('c', 'f'), range('C', 'F')), repeat(HEX, 2, 2));
        final Expr escaped = choice(choice("\"\\/bfnrt".chars().mapToObj(c -> range(c, c)).toList()),
                sequence(literal("u"), choice(unit, sequence(high, literal("\\u"), low))));
        return choice(PLAIN.utf8(), sequence(literal("\\"), escaped));
    }

    /** One of some characters: itself where that is allowed, else its shortest escape. */
    static Expr of(final CodePoints set) {
        final var options = new ArrayList<Expr>();
        if (!set.and(PLAIN).isEmpty()) {
            options.add(set.and(PLAIN).utf8());
        }
        final var escapes = new ArrayList<byte[]>();
        for (final Range range : set.minus(PLAIN).ranges()) {
            for (int it = range.from(); it <= range.to(); it++) {
                final String quoted = JsonFiles.compact(Character.toString(it));
                escapes.add(quoted.substring(1, quoted.length() - 1).getBytes(StandardCharsets.UTF_8));
            }
        }
        if (!escapes.isEmpty()) {
            options.add(Choices.of(escapes));
        }
        return choice(options);
    }

    /** A text as a JSON string. */
    static Expr quoted(final String text) {
        return literal(JsonFiles.compact(text));
    }
}
