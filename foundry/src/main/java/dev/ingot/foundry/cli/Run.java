package dev.ingot.foundry.cli;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.olive.OliveRun;
import dev.ingot.quality.Calibrations;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Carries out a run file of Olive. */
@Command(sortOptions = false, sortSynopsis = false, description = "Convert as an Olive run file says. To talk to a model: ingot model run NAME.")
final class Run implements Callable<Integer> {

    @Option(names = {"--config",
            "--run-config"}, paramLabel = "FILE", description = "The run file, in JSON.")
    @Nullable
    Path config;

    @Option(names = {"-o",
            "--output_path"}, paramLabel = "DIR", description = "Where to write; default: output_dir of the file.")
    @Nullable
    Path output;

    @Option(names = "--log_level", paramLabel = "N", description = "0 everything, 1 information, 2 warnings, 3 errors,"
            + " 4 critical; default: log_severity_level of the file, else 1.")
    @Nullable
    Integer logLevel;

    @Mixin
    private final OutputOptions options = new OutputOptions();

    @Parameters(hidden = true)
    List<String> others = List.of();

    private final Terminal terminal;

    Run(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (config == null || !others.isEmpty()) {
            throw new InvalidOptionException(
                    "ingot run carries out an Olive run file: ingot run --config FILE;"
                            + " to talk to a model: ingot model run "
                            + (others.isEmpty() ? "NAME" : others.getFirst()));
        }
        final OliveRun run = OliveRun.read(config, Calibrations::of);
        Logging.level("--log_level", logLevel == null ? run.logLevel().orElse(1) : logLevel);
        run.notes().forEach(terminal::note);
        final Path target = output == null
                ? run.output().orElseThrow(() -> new InvalidOptionException(
                        config + ": output_dir: expected a directory, found none; or give --output_path"))
                : output;
        return options.run(run.pipeline(), target, terminal);
    }
}
