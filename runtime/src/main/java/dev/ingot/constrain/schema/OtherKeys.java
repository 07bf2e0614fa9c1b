package dev.ingot.constrain.schema;

import static dev.ingot.constrain.grammar.Expr.choice;
import static dev.ingot.constrain.grammar.Expr.literal;
import static dev.ingot.constrain.grammar.Expr.repeat;
import static dev.ingot.constrain.grammar.Expr.sequence;

import dev.ingot.constrain.grammar.CodePoints;
import dev.ingot.constrain.grammar.Effort;
import dev.ingot.constrain.grammar.Expr;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** Names of members that are none of some others. Characters are escaped only where they must be. */
final class OtherKeys {

    private static final int LONGEST = 200;

    private final Expr anything;

    OtherKeys(final JsonRules json) {
        anything = json.plainText();
    }

    /** Returns a quoted name; nothing else than the given ones is left out. */
    Expr than(final SchemaNode node, final Collection<String> names) {
        if (names.stream().anyMatch(it -> it.length() > LONGEST)) {
            throw node.fault("additionalProperties",
                    "this keyword is not supported beside properties whose names are longer than " + LONGEST);
        }
        final Expr name = than(names.stream().map(it -> it.codePoints().toArray()).toList(), 0);
        return sequence(literal("\""), name, literal("\""));
    }

    /** What may follow the first so many characters, which all of the names share. */
    private Expr than(final List<int[]> names, final int shared) {
        final var byNext = new TreeMap<Integer, List<int[]>>();
        names.stream().filter(it -> it.length > shared)
                .forEach(it -> byNext.computeIfAbsent(it[shared], c -> new ArrayList<>()).add(it));
        CodePoints others = CodePoints.ALL;
        final var options = new ArrayList<Expr>();
        for (final var next : byNext.entrySet()) {
            Effort.look();
            final var one = CodePoints.of(next.getKey(), next.getKey());
            others = others.minus(one);
            options.add(sequence(JsonText.of(one), than(next.getValue(), shared + 1)));
        }
        options.add(sequence(JsonText.of(others), anything));
        return names.stream().anyMatch(it -> it.length == shared)
                ? choice(options)
                : Expr.optional(choice(options));
    }

    /** Any characters, escaped only where they must be. */
    static Expr text() {
        return repeat(JsonText.of(CodePoints.ALL), 0, Expr.UNBOUNDED);
    }
}
