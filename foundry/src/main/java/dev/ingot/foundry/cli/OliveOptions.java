package dev.ingot.foundry.cli;

import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.olive.BuilderOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that the converting commands of Olive share, for people who come from there. */
final class OliveOptions {

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

    @Option(names = "--use_model_builder", description = "Accepted; Ingot always writes what this asks for.")
    boolean modelBuilder;

    @Option(names = "--use_ort_genai", description = "Accepted; Ingot always writes what this asks for.")
    boolean ortGenai;

    @Option(names = "--extra_mb_options", paramLabel = "K=V,...", description = "Options of the model builder, for example"
            + " int4_block_size=64,int4_is_symmetric=true.")
    @Nullable
    String extra;

    @Option(names = "--trust_remote_code", description = "Accepted; Ingot never runs code that comes with a model.")
    boolean trustRemoteCode;

    @Option(names = "--log_level", paramLabel = "N", description = "0 everything, 1 information, 2 warnings, 3 errors,"
            + " 4 critical; default: 2.")
    @Nullable
    Integer logLevel;

    /** Begins the pipeline that the flags describe. */
    Pipeline pipeline(final Precision precision, final Terminal terminal) {
        checkTarget();
        if (logLevel != null) {
            Logging.level("--log_level", logLevel);
        }
        if (trustRemoteCode) {
            terminal.note("--trust_remote_code: no code that comes with the model is run");
        }
        final var pipeline = Pipeline.from(model)
                .quantize(extra == null ? precision : BuilderOptions.apply(precision, extra));
        return adapter == null ? pipeline : pipeline.adapter(adapter);
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
