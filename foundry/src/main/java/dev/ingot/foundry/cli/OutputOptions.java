package dev.ingot.foundry.cli;

import dev.ingot.ConversionPlan;
import dev.ingot.OnnxModel;
import dev.ingot.Pipeline;
import dev.ingot.Registration;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.StorageException;
import dev.ingot.io.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every converting command does with its pipeline: plan or write, and register. */
final class OutputOptions {

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

    /** As {@code cache register} calls it. */
    @Option(names = "--replace", hidden = true)
    void replace(final boolean value) {
        overwrite |= value;
    }

    @Mixin
    private final GateOptions gate = new GateOptions();

    @Option(names = {"--dry-run",
            "--dry_run"}, description = "Print what would be done: sizes, memory, time; write nothing.")
    boolean dryRun;

    /** Carries a pipeline out. */
    int run(final Pipeline pipeline, final Path output, final Terminal terminal) {
        checkRegistering();
        final var registration = overwrite ? Registration.DEFAULT.replacing() : Registration.DEFAULT;
        if (register) {
            // A name that is taken shall not be found out after minutes of work.
            cache.open(terminal).check(new OnnxModel(output, nameOrDefault(output)), registration);
        }
        final var complete = complete(pipeline);
        if (dryRun) {
            final ConversionPlan plan = ConversionRun.plan(complete, terminal);
            PlanPrinter.print(plan, terminal.out());
            noteTaken(output, terminal);
            gate.checkSize(nameOrDefault(output), plan.outputBytes());
            return 0;
        }
        final var converted = ConversionRun.run(complete, output, terminal);
        if (register) {
            final var registered = converted.register(cache.open(terminal), registration);
            terminal.out().println("Registered " + registered.name() + " at " + registered.directory());
        }
        return 0;
    }

    private void noteTaken(final Path output, final Terminal terminal) {
        try {
            if (!overwrite && Files.exists(output)
                    && (!Files.isDirectory(output) || !Trees.isEmpty(output))) {
                terminal.note(output + ": exists and is not empty, so that writing there would be refused"
                        + " (--overwrite)");
            }
        } catch (IOException e) {
            throw new StorageException("look into", output, e);
        }
    }

    private void checkRegistering() {
        if (!register && (cache.isNamed() || name != null)) {
            throw new InvalidOptionException((cache.isNamed() ? "--cache" : "--name")
                    + " says how the model is registered: add --register, or leave it out");
        }
    }

    private String nameOrDefault(final Path output) {
        return name == null ? String.valueOf(output.toAbsolutePath().normalize().getFileName()) : name;
    }

    private Pipeline complete(final Pipeline pipeline) {
        final var guarded = gate.guard(pipeline);
        final var named = name == null ? guarded : guarded.name(name);
        return overwrite ? named.overwrite() : named;
    }
}
