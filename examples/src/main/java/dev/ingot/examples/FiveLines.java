package dev.ingot.examples;

import static dev.ingot.Precision.INT4;

import dev.ingot.Pipeline;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.runtime.Generator;
import java.nio.file.Path;

/** The example of the README, from a fine-tuned model to an answer. */
public final class FiveLines {

    private FiveLines() {}

    /**
     * Converts, registers and asks.
     *
     * @param args directory of the model, directory to write, cache
     */
    public static void main(final String... args) {
        final Path hfDir = Path.of(args[0]);
        final Path out = Path.of(args[1]);
        final FoundryCache cache = FoundryCache.open(Path.of(args[2]));
        // README-begin
        var model = Pipeline.from(hfDir).quantize(INT4).toOnnx(out).register(cache);
        try (var generator = Generator.open(model)) {
            generator.chat().send("dim the kitchen lights to 40%").forEach(System.out::print);
        }
        // README-end
        System.out.println();
    }
}
