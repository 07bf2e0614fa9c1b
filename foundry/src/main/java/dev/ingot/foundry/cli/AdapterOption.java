package dev.ingot.foundry.cli;

import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which adapter to compute with. */
final class AdapterOption {

    private static final String NAME = "command-line";

    @Option(names = "--adapter", paramLabel = "NAME|DIR|FILE", description = "Compute with an adapter: one that lies beside"
            + " the model, a PEFT directory or an .onnx_adapter file.")
    @Nullable
    String adapter;

    /** Loads the adapter if it is not one of the model's own, and asks for it. */
    GenerationOptions apply(final Generator generator, final GenerationOptions options) {
        if (adapter == null) {
            return options;
        }
        if (generator.adapters().contains(adapter) || !looksLikePath(adapter)) {
            return options.adapter(adapter);
        }
        generator.loadAdapter(NAME, Path.of(adapter));
        return options.adapter(NAME);
    }

    private static boolean looksLikePath(final String text) {
        return text.indexOf('/') >= 0 || text.indexOf('\\') >= 0 || text.endsWith(".onnx_adapter")
                || Path.of(text).toFile().exists();
    }
}
