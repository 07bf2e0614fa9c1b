package dev.ingot.foundry.cli;

import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.error.InvalidOptionException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Converts with the flags of Olive's auto-opt, for people who come from there; the defaults are Ingot's. */
@Command(name = "auto-opt", sortOptions = false, sortSynopsis = false, description = "Convert a model with the flags of the Python tools; the defaults are those of ingot convert.")
final class AutoOpt implements Callable<Integer> {

    private static final int MOST_QUIET = 4;

    @Option(names = {"-m",
            "--model_name_or_path"}, required = true, paramLabel = "DIR", description = "A local model directory; nothing is downloaded.")
    Path model = Path.of("");

    @Option(names = {"-a", "--adapter_path"}, paramLabel = "DIR", description = "A LoRA adapter to merge.")
    @Nullable
    Path adapter;

    @Option(names = {"-o",
            "--output_path"}, required = true, paramLabel = "DIR", description = "Where to write the ONNX model.")
    Path output = Path.of("");

    @Option(names = "--device", paramLabel = "D", defaultValue = "cpu", description = "cpu.")
    String device = "cpu";

    @Option(names = "--provider", paramLabel = "P", defaultValue = "CPUExecutionProvider", description = "CPUExecutionProvider.")
    String provider = "CPUExecutionProvider";

    @Option(names = "--precision", paramLabel = "P", defaultValue = "int4", description = "int4, int8, fp16 (storage only) or fp32;"
            + " default: int4.")
    String precision = "int4";

    @Option(names = {"--use_model_builder",
            "--use_ort_genai"}, description = "Accepted; Ingot always writes what these"
                    + " ask for.")
    boolean modelBuilder;

    @Option(names = "--log_level", paramLabel = "N", description = "0 everything, 1 information, 2 warnings, 3 errors,"
            + " 4 critical; default: 2.")
    @Nullable
    Integer logLevel;

    private final Terminal terminal;

    AutoOpt(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        checkTarget();
        if (logLevel != null) {
            if (logLevel < 0 || logLevel > MOST_QUIET) {
                throw new InvalidOptionException("--log_level: expected 0 to 4, found " + logLevel);
            }
            Logging.level(logLevel);
        }
        final var pipeline = Pipeline.from(model).quantize(Precision.parse(precision));
        ConversionRun.run(adapter == null ? pipeline : pipeline.adapter(adapter), output, terminal);
        return 0;
    }

    private void checkTarget() {
        if (!device.equalsIgnoreCase("cpu")) {
            throw new InvalidOptionException("--device " + device + " is not supported; what works: cpu");
        }
        if (!provider.equalsIgnoreCase("CPUExecutionProvider")) {
            throw new InvalidOptionException(
                    "--provider " + provider + " is not supported; what works: CPUExecutionProvider");
        }
    }
}
