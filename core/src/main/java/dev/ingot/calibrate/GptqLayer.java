package dev.ingot.calibrate;

import dev.ingot.Gptq;
import dev.ingot.decoder.PlannedTensor.BlockSource;
import dev.ingot.decoder.PlannedTensor.Packed;
import dev.ingot.gptq.Feedback;
import dev.ingot.gptq.GptqQuantizer;
import dev.ingot.gptq.PackedBlocks;
import dev.ingot.quantize.RowWorkers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Quantizes the matrices of a layer with feedback, and leaves what they have become in their places. */
final class GptqLayer {

    private static final Logger LOG = System.getLogger(GptqLayer.class.getName());

    private static final long FEWEST_INPUTS = 256;

    private final Gptq method;
    private final FloatModel model;
    private final Map<String, Packed> wanted;
    private final RowWorkers workers;
    private final Consumer<Packed> output;

    GptqLayer(final Gptq method, final FloatModel model, final Map<String, Packed> wanted,
            final RowWorkers workers, final Consumer<Packed> output) {
        this.method = method;
        this.model = model;
        this.wanted = wanted;
        this.workers = workers;
        this.output = output;
    }

    void quantize(final Slice slice, final SliceWeights weights, final SliceRunner runner) {
        for (final List<Tap> group : Tap.groups(slice.taps())) {
            final var sums = runner.observe(slice, weights, group);
            for (final Tap tap : group) {
                quantize(tap, Objects.requireNonNull(sums.remove(tap)), weights);
            }
        }
    }

    /** A matrix that saw fewer inputs than it has columns would be fitted to these few. */
    private void quantize(final Tap tap, final TapSums sums, final SliceWeights weights) {
        if (sums.products().inputs() < Math.min(tap.width(), FEWEST_INPUTS)) {
            LOG.log(Level.INFO, "{0}: saw {1} tokens of the calibration text, rounded to nearest",
                    String.join(", ", tap.matrices()), sums.products().inputs());
            return;
        }
        final var feedback = Feedback.of(sums.products(), method.damping(), method.actOrder(), workers);
        for (final String matrix : tap.matrices()) {
            quantize(matrix, feedback, weights);
        }
    }

    private void quantize(final String matrix, final Feedback feedback, final SliceWeights weights) {
        final Packed place = Objects.requireNonNull(wanted.get(matrix));
        final PackedBlocks blocks = new GptqQuantizer(place.format(), workers)
                .quantize(place.source().matrix(), feedback);
        output.accept(new Packed(new BlockSource.Carried(blocks), place.format(), place.blocks(),
                place.scales(), place.zeroPoints()));
        weights.replace(model.floats(matrix), blocks);
    }
}
