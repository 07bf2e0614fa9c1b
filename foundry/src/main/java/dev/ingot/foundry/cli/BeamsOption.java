package dev.ingot.foundry.cli;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.runtime.BeamOptions;
import dev.ingot.runtime.GeneratorOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether the most probable answer is searched for. */
final class BeamsOption {

    @Option(names = "--beams", paramLabel = "N", description = "Search for the most probable answer, N texts side by side; with"
            + " --json, the others and all scores stand beside it.")
    @Nullable
    Integer beams;

    @Option(names = "--length-penalty", paramLabel = "X", description = "With --beams: exponent of the length that scores are"
            + " divided by; default: 1.")
    @Nullable
    Double lengthPenalty;

    boolean isGiven() {
        if (beams == null && lengthPenalty != null) {
            throw new InvalidOptionException(
                    "--length-penalty: only --beams has lengths to compare; give it, too");
        }
        return beams != null;
    }

    BeamOptions options() {
        final var options = BeamOptions.of(beams == null ? 1 : beams);
        return lengthPenalty == null ? options : options.lengthPenalty(lengthPenalty);
    }

    /** Lets the generator hold as many sequences. */
    GeneratorOptions apply(final GeneratorOptions loading) {
        return beams == null ? loading : loading.sequences(Math.max(loading.sequences(), beams));
    }
}
