package dev.ingot.calibrate;

import dev.ingot.Calibration;
import dev.ingot.Gptq;
import dev.ingot.Precision;
import dev.ingot.decoder.BlockNodes;
import dev.ingot.decoder.Folding;
import dev.ingot.decoder.PlannedTensor;
import dev.ingot.decoder.PlannedTensor.Packed;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.quantize.RowWorkers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The layers of a checkpoint, run one after the other in floats on calibration text. In memory at a time: the weights of one
 * layer, what travels to the next one in a mapped file, and sums over the inputs of a few matrices.
 */
public final class CalibratedLayers {

    private static final Logger LOG = System.getLogger(CalibratedLayers.class.getName());

    private final FloatSource source;
    private final Calibration calibration;
    private final List<int[]> windows;
    private final Path scratch;
    private final RowWorkers workers;
    private final Listener listener;

    /** Is told how far a run is. */
    @FunctionalInterface
    public interface Listener {

        /**
         * Takes the newest state.
         *
         * @param done  layers that have been run
         * @param total all that are to be
         */
        void layers(int done, int total);
    }

    /**
     * Prepares a run.
     *
     * @param source      the checkpoint; stays the caller's
     * @param calibration runs what it is given
     * @param windows     token ids of the text
     * @param scratch     a file to be made and deleted
     * @param workers     the threads that quantize; stay the caller's
     * @param listener    is told how far it is
     * @throws InvalidOptionException if there is no text
     */
    public CalibratedLayers(final FloatSource source, final Calibration calibration,
            final List<int[]> windows, final Path scratch, final RowWorkers workers,
            final Listener listener) {
        if (windows.isEmpty()) {
            throw new InvalidOptionException("calibration: expected text, found none: "
                    + calibration.description());
        }
        this.source = source;
        this.calibration = calibration;
        this.windows = List.copyOf(windows);
        this.scratch = scratch;
        this.workers = workers;
        this.listener = listener;
        LOG.log(Level.INFO, "calibrating on {0} tokens: {1}",
                windows.stream().mapToInt(window -> window.length).sum(), calibration.description());
    }

    /**
     * Quantizes with feedback.
     *
     * @param method  its settings
     * @param planned everything that is to be written
     * @param output  takes what has been quantized
     * @return what is left of the plan
     */
    public List<PlannedTensor> quantize(final Gptq method, final List<PlannedTensor> planned,
            final Consumer<PlannedTensor> output) {
        final FloatModel model = source.model();
        final Map<String, Packed> wanted = wanted(planned);
        final var done = new HashSet<String>();
        final var layer = new GptqLayer(method, model, wanted, workers, tensor -> {
            done.add(tensor.blocks().name());
            output.accept(tensor);
        });
        visit(model, wanted.keySet(), layer::quantize);
        return planned.stream()
                .filter(tensor -> !(tensor instanceof Packed packed && done.contains(packed.blocks().name())))
                .toList();
    }

    /**
     * Searches for factors of columns, and plans the same tensors with weights that are scaled by them.
     *
     * @param precision in which formats they are stored
     * @param planned   everything that is to be written
     * @return what is to be written instead, in the same places
     */
    public List<PlannedTensor> scaled(final Precision precision, final List<PlannedTensor> planned) {
        final FloatModel model = source.model();
        final Map<String, Packed> wanted = wanted(planned);
        final var layer = new AwqLayer(Folding.of(source.config()), wanted, calibration, workers);
        visit(model, wanted.keySet(), layer::search);
        return source.plan(precision, layer.factors()).tensors();
    }

    /** Does something with each slice, on inputs that the slices before it yield as it has left them. */
    private void visit(final FloatModel model, final Set<String> wanted, final SliceVisitor visitor) {
        final List<Slice> slices = model.slices(wanted);
        try (var states = new States(scratch, windows, model.width())) {
            final var runner = new SliceRunner(calibration, model, windows, states);
            runner.begin();
            for (int i = 0; i < slices.size(); i++) {
                listener.layers(i, slices.size());
                try (SliceWeights weights = model.load(slices.get(i), workers)) {
                    visitor.visit(slices.get(i), weights, runner);
                    if (i + 1 < slices.size()) {
                        runner.advance(slices.get(i), weights, readIn(slices.subList(i + 1, slices.size())));
                    }
                }
            }
        }
        listener.layers(slices.size(), slices.size());
    }

    private static Set<String> readIn(final List<Slice> slices) {
        final var names = new HashSet<String>();
        slices.forEach(slice -> names.addAll(slice.states()));
        return names;
    }

    /** What is planned in blocks, by the name that the matrix has in the float graph. */
    private static Map<String, Packed> wanted(final List<PlannedTensor> planned) {
        final var wanted = new LinkedHashMap<String, Packed>();
        for (final PlannedTensor tensor : planned) {
            if (tensor instanceof Packed packed) {
                wanted.put(BlockNodes.withoutBits(packed.blocks().name()), packed);
            }
        }
        return wanted;
    }

    /** Works on one slice. */
    @FunctionalInterface
    private interface SliceVisitor {

        void visit(Slice slice, SliceWeights weights, SliceRunner runner);
    }
}
