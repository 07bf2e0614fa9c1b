package dev.ingot.constrain.schema;

import dev.ingot.constrain.grammar.Expr;
import dev.ingot.constrain.text.RegexFlags;
import dev.ingot.constrain.text.RegexParser;

/** {@code type: string}. Lengths are in characters. */
final class StringSchemas {

    private final JsonRules json;

    StringSchemas(final JsonRules json) {
        this.json = json;
    }

    Expr of(final SchemaNode node) {
        final boolean sized = node.has("minLength") || node.has("maxLength");
        final boolean shaped = node.has("pattern") || node.has("format");
        if ((shaped && sized) || (node.has("pattern") && node.has("format"))) {
            throw node.fault(node.has("pattern") ? "pattern" : "format",
                    "is supported alone, without minLength, maxLength, pattern or format beside it");
        }
        if (node.has("pattern")) {
            return quoted(RegexParser.contained(SchemaNode.KIND + " at " + node.at("pattern"),
                    node.string("pattern").orElseThrow(), JsonText::of));
        }
        if (node.has("format")) {
            return format(node);
        }
        if (!sized) {
            return json.string();
        }
        final int min = node.count("minLength").orElse(0);
        final int max = node.count("maxLength").orElse(Expr.UNBOUNDED);
        if (max < min) {
            throw node.fault("maxLength", "expected at least minLength, " + min + ", found " + max);
        }
        return quoted(Expr.repeat(json.character(), min, max));
    }

    private static Expr quoted(final Expr content) {
        return Expr.sequence(Expr.literal("\""), content, Expr.literal("\""));
    }

    private static Expr format(final SchemaNode node) {
        final String name = node.string("format").orElseThrow();
        final String pattern = Formats.of(name).orElseThrow(() -> node.fault("format",
                "expected one of " + Formats.names() + ", found " + name));
        return quoted(
                RegexParser.whole(SchemaNode.KIND + " at " + node.at("format"), pattern, RegexFlags.PLAIN,
                        JsonText::of));
    }
}
