package dev.ingot.constrain.schema;

import dev.ingot.constrain.grammar.CodePoints;
import dev.ingot.constrain.grammar.Expr;
import dev.ingot.constrain.text.RegexFlags;
import dev.ingot.constrain.text.RegexParser;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * {@code type: string}. Lengths are in characters.
 *
 * @param quote     around a string
 * @param any       a string about which nothing is said, quotes included
 * @param character one of any characters
 * @param spelling  how characters of a pattern are written
 */
record StringSchemas(String quote, Supplier<Expr> any, Supplier<Expr> character,
        Function<CodePoints, Expr> spelling) {

    /** Returns strings as JSON writes them. */
    static StringSchemas json(final JsonRules json) {
        return new StringSchemas("\"", json::string, json::character, JsonText::of);
    }

    Expr of(final SchemaNode node) {
        final boolean sized = node.has("minLength") || node.has("maxLength");
        final boolean shaped = node.has("pattern") || node.has("format");
        if ((shaped && sized) || (node.has("pattern") && node.has("format"))) {
            throw node.fault(node.has("pattern") ? "pattern" : "format",
                    "this keyword is supported alone, without minLength, maxLength, pattern or format beside it");
        }
        if (node.has("pattern")) {
            return quoted(RegexParser.contained(SchemaNode.KIND + " at " + node.at("pattern"),
                    node.string("pattern").orElseThrow(), spelling));
        }
        if (node.has("format")) {
            return format(node);
        }
        if (!sized) {
            return any.get();
        }
        final int min = node.count("minLength").orElse(0);
        final int max = node.count("maxLength").orElse(Expr.UNBOUNDED);
        if (max < min) {
            throw node.fault("maxLength", "expected at least minLength, " + min + ", found " + max);
        }
        return quoted(Expr.repeat(character.get(), min, max));
    }

    private Expr quoted(final Expr content) {
        return Expr.sequence(Expr.literal(quote), content, Expr.literal(quote));
    }

    private Expr format(final SchemaNode node) {
        final String name = node.string("format").orElseThrow();
        final String pattern = Formats.of(name).orElseThrow(() -> node.fault("format",
                "expected one of " + Formats.names() + ", found " + name));
        return quoted(
                RegexParser.whole(SchemaNode.KIND + " at " + node.at("format"), pattern, RegexFlags.PLAIN,
                        spelling));
    }
}
