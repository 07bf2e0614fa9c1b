package dev.ingot.foundry.cli;

import dev.ingot.Pipeline;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Converts a model, and registers it when asked to. */
@Command(name = "convert", sortOptions = false, sortSynopsis = false, description = "Convert a Hugging Face model directory, or a GGUF file, to a quantized ONNX model.")
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
    Map<String, Path> adapters = new LinkedHashMap<>();

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
        for (final Map.Entry<String, Path> switchable : adapters.entrySet()) {
            pipeline = pipeline.switchableAdapter(switchable.getKey(), switchable.getValue());
        }
        return options.run(pipeline, output, terminal);
    }
}
