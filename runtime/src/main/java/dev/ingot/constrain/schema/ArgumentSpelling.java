package dev.ingot.constrain.schema;

import static dev.ingot.constrain.grammar.Expr.literal;
import static dev.ingot.constrain.grammar.Expr.optional;
import static dev.ingot.constrain.grammar.Expr.range;
import static dev.ingot.constrain.grammar.Expr.repeat;
import static dev.ingot.constrain.grammar.Expr.sequence;

import dev.ingot.constrain.grammar.Expr;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Arguments of a call as {@link dev.ingot.chat.answer.AnswerFormat#QWEN_XML} writes them: an object, each member between tags,
 * as {@link BareSpelling} has it. Members come in the order of {@code properties}, then required ones that are none of these. There are
 * others only where there are no properties.
 *
 * @param values schemas of members
 * @param bare   how members are written
 */
record ArgumentSpelling(BiFunction<@Nullable Object, String, Expr> values, BareSpelling bare)
        implements
            Spelling {

    static final String PREFIX = "arguments ";

    private static final int LONGEST = 64; // name that is made up
    private static final int LONGEST_TAG = 200;

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public Expr any() {
        return others(bare.any());
    }

    /** Members of any name. */
    private static Expr others(final Expr value) {
        final Expr character = Expr.choice(range('a', 'z'), range('A', 'Z'), range('0', '9'), literal("_"),
                literal("-"));
        return repeat(member(repeat(character, 1, LONGEST), value), 0, Expr.UNBOUNDED);
    }

    private static Expr member(final Expr name, final Expr value) {
        return sequence(literal("<parameter="), name, literal(">\n"), value,
                literal("\n" + BareSpelling.CLOSING + "\n"));
    }

    @Override
    public Expr oneOf(final SchemaNode node, final String key, final List<?> values) {
        throw node.fault(key, "this keyword is not supported for all arguments of a tool at once");
    }

    @Override
    public Expr typed(final String type, final SchemaNode node) {
        return switch (type) {
            case "object" -> members(node);
            case "any" -> any();
            default -> throw node.fault("type", "expected object, as arguments of a tool are, found " + type);
        };
    }

    private Expr members(final SchemaNode node) {
        final var properties = node.object("properties");
        final var required = new LinkedHashSet<>(node.strings("required"));
        final var parts = new ArrayList<Expr>();
        properties.forEach((name, schema) -> {
            final Expr part = member(name(node, name), values.apply(schema, node.at("properties", name)));
            parts.add(required.contains(name) ? part : optional(part));
        });
        required.removeAll(properties.keySet());
        for (final String name : required) {
            if (ObjectSchemas.isClosed(node)) {
                throw ObjectSchemas.noOther(node, name);
            }
            parts.add(member(name(node, name), other(node)));
        }
        return parts.isEmpty() && !ObjectSchemas.isClosed(node) ? others(other(node)) : sequence(parts);
    }

    /** The value of a member that is none of the properties. */
    private Expr other(final SchemaNode node) {
        return values.apply(node.values().getOrDefault(ObjectSchemas.ADDITIONAL, true),
                node.at(ObjectSchemas.ADDITIONAL));
    }

    private static Expr name(final SchemaNode node, final String name) {
        if (name.isEmpty() || name.length() > LONGEST_TAG
                || name.chars().anyMatch(it -> it <= ' ' || it == '<' || it == '>')) {
            throw node.fault("properties",
                    "expected names that can be written as a tag, found \"" + name + "\"");
        }
        return literal(name);
    }
}
