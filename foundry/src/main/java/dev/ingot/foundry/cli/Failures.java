package dev.ingot.foundry.cli;

import dev.ingot.error.IngotException;
import dev.ingot.error.QualityException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns failures into one line and an exit code. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

    static final int BAD_INPUT = 2;
    static final int INTERNAL = 1;
    static final int NOT_GOOD_ENOUGH = 3;
    /** What programs that run tests end with when one of these fails. */
    static final int ITEM_FAILED = 1;

    private static final Pattern ASKING = Pattern.compile("ask for (it to be replaced|overwriting)$");
    private static final List<String> YIELDING = List.of("--replace", "--overwrite");

    private final Terminal terminal;
    private final BooleanSupplier verbose;

    Failures(final Terminal terminal, final BooleanSupplier verbose) {
        this.terminal = terminal;
        this.verbose = verbose;
    }

    @Override
    public int handleParseException(final ParameterException failure, final String[] args) {
        final var command = failure.getCommandLine().getCommandSpec();
        String text = String.valueOf(failure.getMessage());
        if (failure instanceof UnmatchedArgumentException unmatched) {
            final var refusal = unmatched.getUnmatched().stream()
                    .flatMap(argument -> OliveFlags.refusal(argument).stream()).findFirst();
            if (refusal.isPresent()) {
                return fail(BAD_INPUT, refusal.get(), failure);
            }
        }
        if (failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            text += ", did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
        }
        return fail(BAD_INPUT, text + " (see " + command.qualifiedName() + " --help)", failure);
    }

    @Override
    public int handleExecutionException(final Exception failure, final CommandLine command,
            final ParseResult parsed) {
        if (failure instanceof QualityException) {
            return fail(NOT_GOOD_ENOUGH, String.valueOf(failure.getMessage()), failure);
        }
        return failure instanceof IngotException
                ? fail(BAD_INPUT, failure.getMessage() + hint(failure, command), failure)
                : internal(failure);
    }

    /** What the library calls asking for something is an option here. */
    private static String hint(final Exception failure, final CommandLine command) {
        final var options = command.getCommandSpec().optionsMap();
        final boolean inTheWay = ASKING.matcher(String.valueOf(failure.getMessage())).find();
        return inTheWay
                ? YIELDING.stream()
                        .filter(name -> options.containsKey(name) && !options.get(name).hidden())
                        .findFirst().map(name -> " (" + name + ")")
                        .orElse("")
                : "";
    }

    int internal(final Throwable failure) {
        final String hint = failure instanceof OutOfMemoryError
                ? "; give the JVM more memory with INGOT_JAVA_OPTS=-Xmx2g"
                : "; --verbose shows where";
        return fail(INTERNAL, "internal error: " + failure + hint, failure);
    }

    private int fail(final int code, final String text, final Throwable failure) {
        terminal.out().flush();
        terminal.note(text.strip().replaceFirst("^Error: ", "").replaceAll("\\s*\\R\\s*", " "));
        if (verbose.getAsBoolean()) {
            failure.printStackTrace(terminal.err());
        }
        return code;
    }
}
