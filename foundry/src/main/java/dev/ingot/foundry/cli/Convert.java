package dev.ingot.foundry.cli;

import dev.ingot.OnnxModel;
import dev.ingot.Pipeline;
import dev.ingot.Registration;
import dev.ingot.error.InvalidOptionException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Converts a model, and registers it when asked to. */
@Command(name = "convert", sortOptions = false, sortSynopsis = false, description = "Convert a Hugging Face model directory to a quantized ONNX model.")
final class Convert implements Callable<Integer> {

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "Directory with config.json, safetensors files and tokenizer.json.")
    Path model = Path.of("");

    @Option(names = "--output", required = true, paramLabel = "DIR", description = "Where to write the ONNX model.")
    Path output = Path.of("");

    @Mixin
    private final PrecisionOptions precision = new PrecisionOptions();

    @Option(names = "--adapter", paramLabel = "DIR", description = "A LoRA adapter (PEFT) to merge first.")
    @Nullable
    Path adapter;

    @Option(names = "--name", paramLabel = "NAME", description = "With --register: the model's name; default:"
            + " that of the output directory.")
    @Nullable
    String name;

    @Option(names = "--register", description = "Register the model in the cache.")
    boolean register;

    @Mixin
    private final CacheOption cache = new CacheOption();

    @Option(names = "--overwrite", description = "Let an existing output, and its registration, give way.")
    boolean overwrite;

    private final Terminal terminal;

    Convert(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        checkRegistering();
        final var pipeline = pipeline();
        final var registration = overwrite ? Registration.DEFAULT.replacing() : Registration.DEFAULT;
        if (register) {
            // A name that is taken shall not be found out after minutes of work.
            cache.open(terminal).check(new OnnxModel(output, nameOrDefault()), registration);
        }
        final var converted = ConversionRun.run(pipeline, output, terminal);
        if (register) {
            final var registered = converted.register(cache.open(terminal), registration);
            terminal.out().println("Registered " + registered.name() + " at " + registered.directory());
        }
        return 0;
    }

    private void checkRegistering() {
        if (!register && (cache.directory != null || name != null)) {
            throw new InvalidOptionException((cache.directory == null ? "--name" : "--cache")
                    + " says how the model is registered: add --register, or leave it out");
        }
    }

    private String nameOrDefault() {
        return name == null ? String.valueOf(output.toAbsolutePath().normalize().getFileName()) : name;
    }

    private Pipeline pipeline() {
        var pipeline = Pipeline.from(model).quantize(precision.precision());
        pipeline = adapter == null ? pipeline : pipeline.adapter(adapter);
        pipeline = name == null ? pipeline : pipeline.name(name);
        return overwrite ? pipeline.overwrite() : pipeline;
    }
}
