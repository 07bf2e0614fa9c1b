package dev.ingot.examples;

import static dev.ingot.Precision.INT4;

import dev.ingot.Pipeline;
import dev.ingot.constrain.Constraint;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import java.nio.file.Path;

/** An answer in the shape of a JSON schema, as the README shows. */
public final class Constrained {

    private Constrained() {}

    /**
     * Converts, and asks.
     *
     * @param args directory of the model, directory to write
     */
    public static void main(final String... args) {
        final Path hfDir = Path.of(args[0]);
        final Path out = Path.of(args[1]);
        var model = Pipeline.from(hfDir).quantize(INT4).toOnnx(out);
        try (var generator = Generator.open(model)) {
            // README-begin
            var shape = GenerationOptions.DEFAULT.constraint(Constraint.jsonSchema("""
                    {"type": "object", "additionalProperties": false, "required": ["room", "percent"],
                     "properties": {
                       "room": {"enum": ["kitchen", "hall", "bedroom"]},
                       "percent": {"type": "integer", "minimum": 0, "maximum": 100}}}
                    """));
            System.out.println(generator.chat(shape).ask("dim the kitchen lights to 40%").text());
            // README-end
        }
    }
}
