package dev.ingot.foundry.cli;

import dev.ingot.Blockwise;
import dev.ingot.Calibration;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.quality.Calibrations;
import dev.ingot.quantize.Algorithm;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how the integers of blocks are found. */
final class MethodOptions {

    @Option(names = "--algorithm", paramLabel = "NAME", description = "How weights are rounded: default, rtn, k_quant or hqq; or"
            + " gptq or awq, which run the float model on text first.")
    @Nullable
    String algorithm;

    @Option(names = "--calibration", paramLabel = "FILE", description = "With gptq and awq: text of the kind that the model"
            + " will see; without it the model writes some itself.")
    @Nullable
    Path calibration;

    /** Whether one of them is there. */
    boolean said() {
        return algorithm != null || calibration != null;
    }

    Blockwise apply(final Blockwise precision) {
        final String name = algorithm == null ? "" : algorithm.toLowerCase(Locale.ROOT);
        return switch (name) {
            case "gptq" -> precision.gptq(text());
            case "awq" -> precision.awq(text());
            default -> rounded(precision);
        };
    }

    private Blockwise rounded(final Blockwise precision) {
        if (calibration != null) {
            throw new InvalidOptionException("--calibration goes with --algorithm gptq or awq");
        }
        return algorithm == null ? precision : precision.algorithm(rounding(algorithm));
    }

    private static Algorithm rounding(final String name) {
        try {
            return Algorithm.parse(name);
        } catch (final InvalidOptionException e) {
            // It knows of no method that needs text.
            throw new InvalidOptionException(e.getMessage() + "; gptq and awq are known as well");
        }
    }

    private Calibration text() {
        return Calibrations.of(calibration);
    }
}
