package dev.ingot.foundry.cli;

import dev.ingot.Pipeline;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Quantizes an ONNX model that another tool made. */
@Command(sortOptions = false, sortSynopsis = false, description = "Quantize a float ONNX model that another tool made; its graph stays otherwise as it is.")
final class Quantize implements Callable<Integer> {

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "Directory with the graph (model.onnx), its data files, config.json and tokenizer.json.")
    Path model = Path.of("");

    @Option(names = "--output", required = true, paramLabel = "DIR", description = "Where to write the quantized model.")
    Path output = Path.of("");

    @Mixin
    private final PrecisionOptions precision = new PrecisionOptions();

    @Mixin
    private final OutputOptions options = new OutputOptions();

    private final Terminal terminal;

    Quantize(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return options.run(Pipeline.fromOnnx(model).quantize(precision.precision()), output, terminal);
    }
}
