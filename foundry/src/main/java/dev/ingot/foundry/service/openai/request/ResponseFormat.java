package dev.ingot.foundry.service.openai.request;

import dev.ingot.constrain.Constraint;
import dev.ingot.error.ConstraintException;
import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import java.util.Optional;

/** What the content of answers must look like. It is enforced, whether {@code strict} is said or not. */
public final class ResponseFormat {

    private static final String OBJECT = "{\"type\":\"object\"}";
    private static final String JSON_SCHEMA = "json_schema";
    private static final String SCHEMA = "schema";
    private static final String GRAMMAR = "lark_grammar";

    private ResponseFormat() {}

    /**
     * Reads a format.
     *
     * @param format with a {@code type}, and a schema or grammar
     * @param nested whether clients put a schema into {@code json_schema} (chat completions), or beside the type
     * @return the constraint; empty for text
     * @throws HttpFailure with status 400 if it cannot be enforced
     */
    public static Optional<Constraint> of(final JsonObject format, final boolean nested) {
        final String type = Values.text(format, "type");
        return switch (type) {
            case "text" -> Optional.empty();
            case "json_object" -> Optional.of(Constraint.jsonSchema(OBJECT));
            case JSON_SCHEMA -> Optional.of(schema(format, nested));
            case GRAMMAR -> Optional.of(lark(format));
            default -> throw format.wrong("type", "text, json_object, json_schema or lark_grammar", type);
        };
    }

    private static Constraint schema(final JsonObject format, final boolean nested) {
        if (nested && !format.has(JSON_SCHEMA) && !format.has(SCHEMA)) {
            throw format.missing(JSON_SCHEMA, "an object with a name and a schema");
        }
        final JsonObject outer = format.object(JSON_SCHEMA).orElse(format);
        final JsonObject schema = outer.object(SCHEMA)
                .orElseThrow(() -> outer.missing(SCHEMA, "a JSON schema"));
        try {
            return Constraint.jsonSchema(JsonFiles.compact(schema.asMap()));
        } catch (ConstraintException e) {
            throw refused(outer.pathOf(SCHEMA), e);
        }
    }

    private static Constraint lark(final JsonObject format) {
        final String rules = Values.text(format, GRAMMAR);
        try {
            return Constraint.lark(rules);
        } catch (ConstraintException e) {
            throw refused(format.pathOf(GRAMMAR), e);
        }
    }

    private static HttpFailure refused(final String place, final ConstraintException e) {
        return HttpFailure.of(400, place + ": " + e.getMessage(), place, "invalid_value");
    }
}
