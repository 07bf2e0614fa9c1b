package dev.ingot.foundry.cli;

import dev.ingot.Blockwise;
import dev.ingot.Calibration;
import dev.ingot.Gptq;
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

    @Option(names = "--damping", paramLabel = "D", description = "With gptq: what is added to the diagonal of the Hessian, as a"
            + " part of its mean; default: 0.01.")
    @Nullable
    Double damping;

    @Option(names = "--natural-order", description = "With gptq: round columns from the first to the last, not the most used"
            + " first.")
    boolean naturalOrder;

    /** Whether one of them is there. */
    boolean said() {
        return algorithm != null || calibration != null || ofGptq();
    }

    private boolean ofGptq() {
        return damping != null || naturalOrder;
    }

    Blockwise apply(final Blockwise precision) {
        final String name = algorithm == null ? "" : algorithm.toLowerCase(Locale.ROOT);
        if (ofGptq() && !name.equals("gptq")) {
            throw new InvalidOptionException("--damping and --natural-order go with --algorithm gptq");
        }
        return switch (name) {
            case "gptq" -> precision.method(gptq(Gptq.on(text())));
            case "awq" -> precision.awq(text());
            default -> rounded(precision);
        };
    }

    private Gptq gptq(final Gptq usual) {
        return new Gptq(usual.calibration(), damping == null ? usual.damping() : damping, !naturalOrder);
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
