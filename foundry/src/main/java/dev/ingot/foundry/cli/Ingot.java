package dev.ingot.foundry.cli;

import dev.ingot.error.CancelledException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/**
 * The command {@code ingot}. Exit codes: 0 success, 2 bad input (one line on the error stream says what), 1 a fault of
 * Ingot itself, or that a check of bench or validate failed, 3 a model that is not as good as was demanded, or in which
 * the doctor finds something wrong.
 */
@Command(name = "ingot", description = "Fine-tuned language models to quantized ONNX, into a Foundry Local cache, and"
        + " run. Models are local directories; nothing is downloaded.", versionProvider = BuildVersion.class, synopsisSubcommandLabel = "COMMAND", sortOptions = false)
public final class Ingot {

    private static final CommandLine.IExecutionStrategy RUN = new CommandLine.RunLast();
    /** Commands that write whole models, or take minutes, and answer interruption. */
    private static final Set<String> LONG = Set.of("convert", "auto-opt", "optimize", "capture-onnx-graph",
            "quantize", "run", "quality", "quantize-search", "serve", "bench", "validate", "generate",
            "embed", "tune");
    private static final Set<String> LONG_CACHE = Set.of("register", "mv", "verify", "export", "import");

    @Option(names = {"-h",
            "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "Show this help and exit.")
    boolean help;

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "Show the version and exit.")
    boolean version;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show log messages, and stack traces of errors.")
    boolean verbose;

    private final Terminal terminal;
    private final boolean ownsProcess;

    private Ingot(final Terminal terminal, final boolean ownsProcess) {
        this.terminal = terminal;
        this.ownsProcess = ownsProcess;
    }

    /**
     * Runs the command line and ends the process.
     *
     * @param args the arguments
     */
    public static void main(final String... args) {
        final Terminal terminal = StandardStreams.terminal();
        final int code = new Ingot(terminal, true).execute(List.of(args));
        terminal.out().flush();
        System.exit(code);
    }

    /**
     * Runs the command line inside another program: nothing ends the process, and its logging is left alone.
     *
     * @param terminal where to read and write
     * @param args     the arguments
     * @return the exit code
     */
    public static int run(final Terminal terminal, final String... args) {
        return new Ingot(terminal, false).execute(List.of(args));
    }

    private int execute(final List<String> args) {
        final var factory = new CommandFactory(terminal);
        final var line = new CommandLine(this, factory);
        Commands.add(line, args, factory);
        line.setOut(new PrintWriter(terminal.out(), true, terminal.out().charset()));
        line.setErr(new PrintWriter(terminal.err(), true, terminal.err().charset()));
        line.setExpandAtFiles(false).setCaseInsensitiveEnumValuesAllowed(true).setUsageHelpWidth(100);
        line.setExecutionStrategy(parsed -> {
            if (ownsProcess) {
                Logging.start(terminal.err(), verbose() ? Logging.ALL : Logging.WARNINGS);
            }
            return ownsProcess && isLong(parsed) ? interruptibly(parsed) : RUN.execute(parsed);
        });
        final var failures = new Failures(terminal, this::verbose);
        line.setParameterExceptionHandler(failures).setExecutionExceptionHandler(failures);
        try {
            return line.execute(args.toArray(String[]::new));
        } catch (Error e) {
            return failures.internal(e);
        }
    }

    private static boolean isLong(final ParseResult parsed) {
        if (!parsed.hasSubcommand()) {
            return false;
        }
        final ParseResult command = parsed.subcommand();
        return LONG.contains(command.commandSpec().name()) || (command.hasSubcommand()
                && LONG_CACHE.contains(command.subcommand().commandSpec().name())
                && command.commandSpec().name().equals("cache"));
    }

    /** Ending the process by a signal shall leave no half a model behind, and no half an answer. */
    private static int interruptibly(final ParseResult parsed) {
        try (var signal = StopOnSignal.begin()) {
            return execute(parsed, signal);
        }
    }

    private static int execute(final ParseResult parsed, final StopOnSignal signal) {
        try {
            final int code = RUN.execute(parsed);
            return signal.exitCode().orElse(code);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CancelledException && signal.exitCode().isPresent()) {
                return signal.exitCode().getAsInt();
            }
            throw e;
        }
    }

    private boolean verbose() {
        return verbose || terminal.environment().variable("INGOT_DEBUG").isPresent();
    }
}
