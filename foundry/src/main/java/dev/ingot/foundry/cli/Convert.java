package dev.ingot.foundry.cli;

import dev.ingot.Pipeline;
import dev.ingot.error.InvalidOptionException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Converts a model, and registers it when asked to. */
@Command(sortOptions = false, sortSynopsis = false, description = "Convert a Hugging Face model directory, or a GGUF file, to a quantized ONNX model.")
final class Convert implements Callable<Integer> {

    @Option(names = "--model", required = true, paramLabel = "MODEL", description = "Directory with config.json, safetensors files and tokenizer.json; or a GGUF file.")
    Path model = Path.of("");

    @Option(names = "--output", required = true, paramLabel = "DIR", description = "Where to write the ONNX model.")
    Path output = Path.of("");

    @Mixin
    private final PrecisionOptions precision = new PrecisionOptions();

    @Option(names = "--adapter", paramLabel = "DIR", description = "A LoRA adapter (PEFT) to merge first.")
    @Nullable
    Path adapter;

    @Option(names = "--adapters", split = ",", paramLabel = "NAME=DIR", description = "LoRA adapters (PEFT) to keep beside the"
            + " model and switch while it runs, separated by commas.")
    List<String> adapters = List.of();

    @Mixin
    private final OutputOptions options = new OutputOptions();

    private final Terminal terminal;

    Convert(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var pipeline = Pipeline.from(model).quantize(precision.precision());
        pipeline = adapter == null ? pipeline : pipeline.adapter(adapter);
        for (final String pair : adapters) {
            pipeline = keep(pipeline, pair);
        }
        return options.run(pipeline, output, terminal);
    }

    private static Pipeline keep(final Pipeline pipeline, final String pair) {
        final int equals = pair.indexOf('=');
        if (equals < 1 || equals == pair.length() - 1) {
            throw new InvalidOptionException("--adapters: expected NAME=DIR, found \"" + pair + "\"");
        }
        return pipeline.switchableAdapter(pair.substring(0, equals), Path.of(pair.substring(equals + 1)));
    }
}
