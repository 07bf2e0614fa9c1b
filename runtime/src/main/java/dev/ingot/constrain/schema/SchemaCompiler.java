package dev.ingot.constrain.schema;

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

    private final Grammar grammar = new Grammar(SchemaNode.KIND, "#");
    private final JsonRules json = new JsonRules(grammar);
    private final Literals literals = new Literals(json);
    private final ObjectSchemas objects = new ObjectSchemas(grammar, json, this::schema);
    private final ArraySchemas arrays = new ArraySchemas(json, this::schema);
    private final StringSchemas strings = new StringSchemas(json);
    private final NumberSchemas numbers = new NumberSchemas(json, new Multiples(grammar));
    private final References references;
    private final ArrayDeque<String> open = new ArrayDeque<>(); // pointers that were referred to

    private SchemaCompiler(final @Nullable Object root) {
        references = new References(root);
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
        final @Nullable Object root;
        try {
            root = JsonFiles.parseValue(Path.of("schema"), text);
        } catch (ModelFormatException e) {
            throw new ConstraintException(SchemaNode.KIND, "", "expected valid JSON, found " + e.found());
        }
        final var compiler = new SchemaCompiler(root);
        compiler.grammar.define(0, compiler.schema(root, "#"));
        while (!compiler.open.isEmpty()) {
            final String pointer = compiler.open.pop();
            compiler.grammar.define(compiler.grammar.rule(pointer),
                    compiler.schema(compiler.references.at(pointer, pointer), pointer));
        }
        return compiler.grammar;
    }

    private Expr schema(final @Nullable Object schema, final String pointer) {
        if (schema instanceof Boolean all) {
            return all ? json.value() : Expr.NEVER;
        }
        final SchemaNode node = SchemaNode.of(schema, pointer);
        Keywords.check(node);
        if (node.has("$ref")) {
            Keywords.alone(node, "$ref");
            return reference(node);
        }
        if (node.has("const")) {
            Keywords.alone(node, "const", "type");
            return literals.oneOf(node, "const", typed(node, Collections.singletonList(node.get("const"))));
        }
        if (node.has("enum")) {
            Keywords.alone(node, "enum", "type");
            return literals.oneOf(node, "enum", typed(node, node.list("enum")));
        }
        for (final String key : List.of("anyOf", "oneOf", "allOf")) {
            if (node.has(key)) {
                Keywords.alone(node, key);
                return combined(node, key);
            }
        }
        return Expr.choice(Types.of(node).stream().map(type -> typed(type, node)).toList());
    }

    private Expr reference(final SchemaNode node) {
        final String pointer = node.string("$ref").orElseThrow();
        references.at(pointer, node.at("$ref"));
        final int known = grammar.size();
        final int rule = grammar.rule(pointer);
        if (rule == known) {
            open.push(pointer);
        }
        return new Expr.Call(rule);
    }

    private static List<?> typed(final SchemaNode node, final List<?> values) {
        return node.has("type") ? values.stream().filter(it -> Types.fits(node, it)).toList() : values;
    }

    private Expr combined(final SchemaNode node, final String key) {
        final List<?> parts = node.list(key);
        if (key.equals("allOf") && parts.size() != 1) {
            throw node.fault(key, "is supported with one part, found " + parts.size());
        }
        if (key.equals("oneOf")) {
            new Disjoint(references).check(node, parts);
        }
        final var options = new ArrayList<Expr>();
        for (final @Nullable Object part : parts) {
            options.add(schema(part, node.at(key, String.valueOf(options.size()))));
        }
        return Expr.choice(options);
    }

    private Expr typed(final String type, final SchemaNode node) {
        return switch (type) {
            case "object" -> objects.of(node);
            case "array" -> arrays.of(node);
            case "string" -> strings.of(node);
            case "number" -> numbers.number(node);
            case "integer" -> numbers.integer(node);
            case "boolean" -> json.bool();
            case "null" -> Expr.literal("null");
            case "any" -> json.value();
            default -> throw node.fault("type", "expected one of " + Types.NAMES + ", found " + type);
        };
    }
}
