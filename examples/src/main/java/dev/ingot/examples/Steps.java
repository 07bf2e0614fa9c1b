package dev.ingot.examples;

import static dev.ingot.Precision.INT4;

import dev.ingot.Pipeline;
import java.nio.file.Path;

/** The steps of a pipeline that the README shows. */
public final class Steps {

    private Steps() {}

    /**
     * Converts with every step.
     *
     * @param args directory of the model, of the adapter, directory to write
     */
    public static void main(final String... args) {
        final Path hfDir = Path.of(args[0]);
        final Path lora = Path.of(args[1]);
        final Path out = Path.of(args[2]);
        // README-begin
        Pipeline.from(hfDir)
                .adapter(lora)
                .quantize(INT4.blockSize(128).asymmetric())
                .name("my-model").maxLength(2048)
                .progress(p -> System.out.println(p.stage() + " " + p.tensor()))
                .toOnnx(out);
        // README-end
    }
}
