package dev.ingot.examples;

import static dev.ingot.Precision.INT4;
import static dev.ingot.Precision.INT8;

import dev.ingot.Blockwise;
import dev.ingot.Mixture;
import dev.ingot.Pipeline;
import java.nio.file.Path;
import java.util.List;

/** The choices of precision that the README shows. */
public final class Precisions {

    private Precisions() {}

    /**
     * Says how large a model would be in each.
     *
     * @param args directory of the model
     */
    public static void main(final String... args) {
        for (final Blockwise precision : choices()) {
            final var plan = Pipeline.from(Path.of(args[0])).quantize(precision).plan();
            System.out.printf("%s %s %s: %d bytes, %d matrices of other bits%n", precision.label(),
                    precision.method().label(), precision.mixture().label(), plan.outputBytes(),
                    plan.bitsByNode().size());
        }
    }

    private static List<Blockwise> choices() {
        // README-begin
        return List.of(INT4,
                INT4.kQuant().blockSize(128).mixed(),
                INT4.hqq().blockSize(64),
                INT4.rtn().symmetric().headBits(4),
                INT4.mixed(Mixture.bySensitivity(5)),
                INT8.blockSize(128));
        // README-end
    }
}
