package dev.ingot.examples;

import static dev.ingot.Precision.INT4;

import dev.ingot.Pipeline;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import java.nio.file.Path;

/** One model and an adapter that is switched on and off while it runs, as the README shows. */
public final class SwitchedAdapters {

    private SwitchedAdapters() {}

    /**
     * Converts, and asks with the adapter and without.
     *
     * @param args directory of the model, of the adapter, directory to write
     */
    public static void main(final String... args) {
        final Path hfDir = Path.of(args[0]);
        final Path lora = Path.of(args[1]);
        final Path out = Path.of(args[2]);
        // README-begin
        var model = Pipeline.from(hfDir).quantize(INT4).switchableAdapter("scenes", lora).toOnnx(out);
        try (var generator = Generator.open(model)) {
            var scenes = GenerationOptions.DEFAULT.adapter("scenes");
            System.out.println(generator.chat(scenes).ask("Focus time in the garden for 9 hours.").text());
            System.out.println(generator.chat().ask("dim the kitchen lights to 40%").text());
        }
        // README-end
    }
}
