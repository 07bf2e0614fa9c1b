package dev.ingot.constrain.schema;

import static dev.ingot.constrain.grammar.Expr.choice;
import static dev.ingot.constrain.grammar.Expr.sequence;

import dev.ingot.constrain.grammar.Expr;
import dev.ingot.constrain.grammar.Grammar;
import dev.ingot.error.ConstraintException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code type: object}. Members come in the order of {@code properties}. Where {@code additionalProperties} is not given,
 * there are no others if there are any properties; where it allows others, they come last.
 */
final class ObjectSchemas {

    static final String ADDITIONAL = "additionalProperties";

    private final Grammar grammar;
    private final JsonRules json;
    private final OtherKeys otherKeys;
    private final BiFunction<@Nullable Object, String, Expr> schemas;

    /**
     * One member.
     *
     * @param text     name and value
     * @param required whether it must be there
     */
    private record Member(Expr text, boolean required) {}

    ObjectSchemas(final Grammar grammar, final JsonRules json,
            final BiFunction<@Nullable Object, String, Expr> schemas) {
        this.grammar = grammar;
        this.json = json;
        this.schemas = schemas;
        otherKeys = new OtherKeys(json);
    }

    Expr of(final SchemaNode node) {
        final Optional<Expr> otherValue = isClosed(node) ? Optional.empty() : Optional.of(otherValue(node));
        final List<Member> members = members(node, otherValue);
        final Optional<Expr> others = otherValue.map(it -> json.member(otherName(node), it));
        if (members.stream().allMatch(Member::required) && others.isEmpty()) {
            return json.enclosed("{", json.all(members.stream().map(Member::text).toList()), "}");
        }
        return json.enclosed("{", chain(members, others), "}");
    }

    private List<Member> members(final SchemaNode node, final Optional<Expr> otherValue) {
        final var properties = node.object("properties");
        final var required = new LinkedHashSet<>(node.strings("required"));
        final var result = new ArrayList<Member>();
        properties.forEach((name, schema) -> result.add(new Member(
                member(name, schemas.apply(schema, node.at("properties", name))), required.contains(name))));
        for (final String name : required) {
            if (!properties.containsKey(name)) {
                final Expr value = otherValue.orElseThrow(() -> noOther(node, name));
                result.add(new Member(member(name, value), true));
            }
        }
        return result;
    }

    static ConstraintException noOther(final SchemaNode node, final String name) {
        return node.fault("required",
                "\"" + name + "\" is none of the properties, and there may be no others");
    }

    /** Tells whether there are no members but the named ones. */
    static boolean isClosed(final SchemaNode node) {
        return node.has(ADDITIONAL)
                ? Boolean.FALSE.equals(node.get(ADDITIONAL))
                : !node.object("properties").isEmpty();
    }

    private Expr member(final String name, final Expr value) {
        return json.member(JsonText.quoted(name), value);
    }

    /** The value of a member that is none of the properties, required or not. */
    private Expr otherValue(final SchemaNode node) {
        return node.has(ADDITIONAL)
                ? grammar.shared(schemas.apply(node.get(ADDITIONAL), node.at(ADDITIONAL)))
                : json.value();
    }

    private Expr otherName(final SchemaNode node) {
        final var names = new HashSet<>(node.object("properties").keySet());
        names.addAll(node.strings("required"));
        return names.isEmpty() ? json.string() : otherKeys.than(node, names);
    }

    /** From back to front: what may follow when nothing, and when something has come before. */
    private Expr chain(final List<Member> members, final Optional<Expr> others) {
        final Optional<Expr> other = others.map(grammar::shared);
        Expr first = other.map(it -> json.items(it, 0, Expr.UNBOUNDED)).orElse(Expr.EMPTY);
        Expr later = other.map(it -> Expr.repeat(sequence(json.comma(), it), 0, Expr.UNBOUNDED))
                .orElse(Expr.EMPTY);
        for (int i = members.size() - 1; i >= 0; i--) {
            final Member member = members.get(i);
            later = grammar.shared(later);
            final Expr text = grammar.shared(member.text());
            final Expr begin = sequence(text, later);
            first = member.required() ? begin : choice(begin, grammar.shared(first));
            final Expr next = sequence(json.comma(), text, later);
            later = member.required() ? next : choice(next, later);
        }
        return first;
    }
}
