package dev.ingot.constrain.schema;

import dev.ingot.constrain.grammar.CodePoints;
import dev.ingot.constrain.grammar.Expr;
import dev.ingot.constrain.text.TextWithout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values as text up to a tag: strings as they are, all else as JSON. Strings do not have the tag in them; and where they have a
 * length, or a pattern that does not ask for one, they have no {@code <} at all. Where both strings and other values fit, what
 * reads as another value is one.
 */
final class BareSpelling implements Spelling {

    /** What ends a value. */
    static final String CLOSING = "</parameter>";

    private static final CodePoints TAG = CodePoints.of("<");
    private static final CodePoints PLAIN = CodePoints.ALL.minus(TAG);

    private final Literals literals;
    private final JsonSpelling json;
    private final StringSchemas strings;

    BareSpelling(final JsonRules rules, final JsonSpelling json) {
        this.json = json;
        literals = new Literals(rules);
        strings = new StringSchemas("", this::any, PLAIN::utf8, BareSpelling::character);
    }

    private static Expr character(final CodePoints set) {
        final CodePoints plain = set.and(PLAIN);
        return (plain.isEmpty() ? set : plain).utf8();
    }

    @Override
    public String prefix() {
        return "bare ";
    }

    @Override
    public Expr any() {
        return TextWithout.tags(List.of(CLOSING));
    }

    @Override
    public Expr oneOf(final SchemaNode node, final String key, final List<?> values) {
        return literals.oneOf(node, key, values, it -> text(node, key, it));
    }

    private static String text(final SchemaNode node, final String key, final @Nullable Object value) {
        if (value instanceof String text) {
            if (text.contains(CLOSING)) {
                throw node.fault(key, "expected values without " + CLOSING + ", found " + text);
            }
            return text;
        }
        return Literals.text(value);
    }

    @Override
    public Expr typed(final String type, final SchemaNode node) {
        return switch (type) {
            case "string" -> strings.of(node);
            case "any" -> any();
            default -> json.typed(type, node);
        };
    }
}
