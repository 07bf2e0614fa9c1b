package dev.ingot.constrain.answer;

import dev.ingot.constrain.grammar.Expr;
import dev.ingot.json.JsonFiles;

/**
 * A tool that can be called.
 *
 * @param name      of the tool
 * @param arguments what stands for them, of {@link CallGrammar#arguments}
 */
public record Tool(String name, Expr arguments) {

    /** The call as a JSON object, written as chat templates write it. */
    Expr json(final String key) {
        return Expr.sequence(Expr.literal("{\"name\": " + JsonFiles.compact(name) + ", \"" + key + "\": "),
                arguments, Expr.literal("}"));
    }

    /** The name, some text, and the arguments. */
    Expr named(final String between) {
        return Expr.sequence(Expr.literal(name + between), arguments);
    }
}
