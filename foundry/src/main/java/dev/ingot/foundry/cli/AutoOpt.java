package dev.ingot.foundry.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Converts with the flags of Olive's auto-opt, for people who come from there; the defaults are Ingot's. */
@Command(sortOptions = false, sortSynopsis = false, description = "Convert a model with the flags of the Python tools; the defaults are those of ingot convert.")
final class AutoOpt implements Callable<Integer> {

    @Mixin
    private final OliveOptions olive = new OliveOptions();

    @Mixin
    private final PrecisionOptions precision = new PrecisionOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    private final Terminal terminal;

    AutoOpt(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return output.run(olive.pipeline(precision.precision(), terminal), olive.output, terminal);
    }
}
