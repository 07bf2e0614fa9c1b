package dev.ingot.foundry.cli;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands, in the order of the help. Reading the options of all of them takes longer than some take to run, so only
 * those of the command that is meant are read.
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

    /** Commands of commands. */
    private static final Map<Class<?>, List<Class<?>>> GROUPS = Map.of(CacheCommand.class,
            CacheCommand.COMMANDS);

    private Commands() {}

    /** Adds the command that the arguments begin with; of the others only what the help says of them. */
    static void add(final CommandLine line, final List<String> args, final IFactory factory) {
        // No option of the first level takes a value, so the first word is the command.
        final var words = args.stream().filter(arg -> !arg.startsWith("-")).toList();
        final var meant = ALL.stream()
                .filter(command -> !words.isEmpty()
                        && isCalled(command.getValue(), command.getKey(), words.getFirst()))
                .findFirst();
        if (meant.isPresent()) {
            final var type = meant.get().getValue();
            final var group = new CommandLine(type, factory);
            addGroup(group, GROUPS.getOrDefault(type, List.of()), words.subList(1, words.size()), factory);
            line.addSubcommand(meant.get().getKey(), group);
        } else {
            ALL.forEach(command -> line.addSubcommand(command.getKey(), outline(command.getValue())));
        }
    }

    private static void addGroup(final CommandLine group, final List<Class<?>> commands,
            final List<String> words, final IFactory factory) {
        final var meant = commands.stream()
                .filter(type -> !words.isEmpty() && isCalled(type, annotation(type).name(), words.getFirst()))
                .findFirst();
        if (meant.isPresent()) {
            group.addSubcommand(new CommandLine(meant.get(), factory));
        } else {
            commands.forEach(type -> group.addSubcommand(outline(type)));
        }
    }

    private static boolean isCalled(final Class<?> type, final String name, final String word) {
        return word.equals(name) || List.of(annotation(type).aliases()).contains(word);
    }

    private static Command annotation(final Class<?> type) {
        return Objects.requireNonNull(type.getAnnotation(Command.class), type.getName());
    }

    /** A command without its options. */
    private static CommandLine outline(final Class<?> type) {
        final var command = annotation(type);
        final var spec = CommandSpec.create().name(command.name()).aliases(command.aliases());
        spec.usageMessage().description(command.description());
        return new CommandLine(spec);
    }
}
