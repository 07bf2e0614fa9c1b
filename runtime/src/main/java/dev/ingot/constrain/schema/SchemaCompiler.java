package dev.ingot.constrain.schema;

import dev.ingot.constrain.grammar.Effort;
import dev.ingot.constrain.grammar.Expr;
import dev.ingot.constrain.grammar.Grammar;
import dev.ingot.error.ConstraintException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.json.JsonFiles;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a JSON schema into a grammar of documents that it accepts. What a keyword asks for is enforced or refused, never
 * ignored; documents may be narrower than the schema allows where the classes of this package say so.
 */
public final class SchemaCompiler {

    private static final String ROOT = "#";

    private final Grammar grammar;
    private final JsonRules rules;
    private final JsonSpelling json;
    private final References references;
    private final ArrayDeque<Open> open = new ArrayDeque<>();

    /**
     * What was referred to.
     *
     * @param rule     its number
     * @param pointer  where it is
     * @param spelling how it is written there
     */
    private record Open(int rule, String pointer, Spelling spelling) {}

    private SchemaCompiler(final String text, final String prefix) {
        final Object schema = parsed(text);
        SchemaSize.check(schema);
        references = new References(schema);
        grammar = new Grammar(SchemaNode.KIND, prefix + ROOT);
        rules = new JsonRules(grammar);
        json = new JsonSpelling(grammar, rules, this::document);
    }

    private static @Nullable Object parsed(final String text) {
        try {
            return JsonFiles.parseValue(Path.of("schema"), text);
        } catch (ModelFormatException e) {
            throw new ConstraintException(SchemaNode.KIND, "", "expected valid JSON, found " + e.found());
        }
    }

    /**
     * Makes a grammar of any JSON value.
     *
     * @return the grammar
     */
    public static Grammar anyJson() {
        return JsonRules.any();
    }

    /**
     * Reads a schema.
     *
     * @param text JSON
     * @return its grammar
     * @throws ConstraintException if the schema is malformed or asks for what is not supported; names the place by a JSON pointer
     */
    public static Grammar grammar(final String text) {
        final var compiler = new SchemaCompiler(text, JsonSpelling.PREFIX);
        return compiler.compile(compiler.json);
    }

    /**
     * Reads a schema of objects whose members are written between tags, as {@link ArgumentSpelling} says.
     *
     * @param text JSON
     * @return its grammar
     * @throws ConstraintException as {@link #grammar}, and for what has no place between tags
     */
    public static Grammar parameters(final String text) {
        final var compiler = new SchemaCompiler(text, ArgumentSpelling.PREFIX);
        final var values = new BareSpelling(compiler.rules, compiler.json);
        return compiler
                .compile(new ArgumentSpelling((it, pointer) -> compiler.schema(it, pointer, values), values));
    }

    private Grammar compile(final Spelling spelling) {
        grammar.define(0, schema(references.root(), ROOT, spelling));
        while (!open.isEmpty()) {
            final Open next = open.pop();
            grammar.define(next.rule(), schema(references.at(next.pointer(), next.pointer()), next.pointer(),
                    next.spelling()));
        }
        return grammar;
    }

    private Expr document(final @Nullable Object schema, final String pointer) {
        return schema(schema, pointer, json);
    }

    private Expr schema(final @Nullable Object schema, final String pointer, final Spelling spelling) {
        Effort.look();
        if (schema instanceof Boolean all) {
            return all ? spelling.any() : Expr.NEVER;
        }
        final SchemaNode node = SchemaNode.of(schema, pointer);
        Keywords.check(node);
        if (node.has("$ref")) {
            Keywords.alone(node, "$ref");
            return reference(node, spelling);
        }
        if (node.has("const")) {
            Keywords.alone(node, "const", "type");
            return spelling.oneOf(node, "const", typed(node, Collections.singletonList(node.get("const"))));
        }
        if (node.has("enum")) {
            Keywords.alone(node, "enum", "type");
            return spelling.oneOf(node, "enum", typed(node, node.list("enum")));
        }
        for (final String key : List.of("anyOf", "oneOf", "allOf")) {
            if (node.has(key)) {
                Keywords.alone(node, key);
                return combined(node, key, spelling);
            }
        }
        return Expr.choice(Types.of(node).stream().map(type -> spelling.typed(type, node)).toList());
    }

    private Expr reference(final SchemaNode node, final Spelling spelling) {
        final String pointer = node.string("$ref").orElseThrow();
        references.at(pointer, node.at("$ref"));
        final int known = grammar.size();
        final int rule = grammar.rule(spelling.prefix() + pointer);
        if (rule == known) {
            open.push(new Open(rule, pointer, spelling));
        }
        return new Expr.Call(rule);
    }

    private static List<?> typed(final SchemaNode node, final List<?> values) {
        return node.has("type") ? values.stream().filter(it -> Types.fits(node, it)).toList() : values;
    }

    private Expr combined(final SchemaNode node, final String key, final Spelling spelling) {
        final List<?> parts = node.list(key);
        if (key.equals("allOf") && parts.size() != 1) {
            throw node.fault(key, "this keyword is supported with one part, found " + parts.size());
        }
        if (key.equals("oneOf")) {
            new Disjoint(references).check(node, parts);
        }
        final var options = new ArrayList<Expr>();
        for (final @Nullable Object part : parts) {
            options.add(schema(part, node.at(key, String.valueOf(options.size())), spelling));
        }
        return Expr.choice(options);
    }
}
