package dev.ingot.foundry.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * The commands, in the order of the help. Reading the options of all of them takes longer than some take to run, so a
 * command line that begins with a command has no other.
 */
final class Commands {

    private static final List<Map.Entry<String, Class<?>>> ALL = List.of(
            Map.entry("convert", Convert.class),
            Map.entry("auto-opt", AutoOpt.class),
            Map.entry("optimize", Optimize.class),
            Map.entry("capture-onnx-graph", CaptureOnnxGraph.class),
            Map.entry("quantize", Quantize.class),
            Map.entry("run", Run.class),
            Map.entry("quality", QualityCommand.class),
            Map.entry("quantize-search", QuantizeSearchCommand.class),
            Map.entry("cache", CacheCommand.class),
            Map.entry("doctor", DoctorCommand.class),
            Map.entry("model", ModelCommand.class),
            Map.entry("generate", Generate.class),
            Map.entry("embed", Embed.class),
            Map.entry("serve", Serve.class),
            Map.entry("bench", Bench.class),
            Map.entry("validate", Validate.class),
            Map.entry("tune", Tune.class));

    private Commands() {}

    /** Adds the command that the arguments begin with, or all of them. */
    static void add(final CommandLine line, final List<String> args, final IFactory factory) {
        final var named = ALL.stream()
                .filter(command -> !args.isEmpty() && args.getFirst().equals(command.getKey())).toList();
        for (final var command : named.isEmpty() ? ALL : named) {
            line.addSubcommand(command.getKey(), new CommandLine(command.getValue(), factory));
        }
    }
}
