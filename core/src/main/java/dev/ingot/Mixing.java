package dev.ingot;

import dev.ingot.Progress.Part;
import dev.ingot.Progress.Stage;
import dev.ingot.decoder.LayerMatrix;
import dev.ingot.error.StorageException;
import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.BlockQuantizer;
import dev.ingot.quantize.Mode;
import dev.ingot.quantize.QuantizationError;
import dev.ingot.quantize.RowWorkers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides which matrices of a model get the 8 bits of a mixture. */
final class Mixing {

    private static final int EIGHT = 8;
    private static final int PARTS = 8;
    private static final int PERIOD = 3;
    private static final Pattern LAYER = Pattern.compile("layers[./_](\\d+)[./_]");
    private static final Pattern COUNTS_MOST = Pattern.compile("(qkv_proj|v_proj|down_proj)/MatMul$");

    private final Settings settings;
    private final List<LayerMatrix> matrices;

    private Mixing(final Settings settings, final List<LayerMatrix> matrices) {
        this.settings = settings;
        this.matrices = matrices;
    }

    /** Returns whether the mixture raises matrices of the layers, so that these have to be known. */
    static boolean isNeeded(final Settings settings) {
        return settings.precision() instanceof Blockwise precision
                && precision.bits() < EIGHT
                && !precision.mixture().equals(Mixture.NONE)
                && !precision.mixture().equals(Mixture.LAST_LAYER);
    }

    /**
     * Turns a mixture into bits of single matrices.
     *
     * @param matrices the model's, as planned without the mixture
     * @return settings whose precision names every matrix that the mixture means; the same ones where it means none
     */
    static Settings decide(final Settings settings, final List<LayerMatrix> matrices) {
        if (!(settings.precision() instanceof Blockwise precision)) {
            return settings;
        }
        final var mixing = new Mixing(settings, matrices);
        final SortedMap<String, Integer> bits = new TreeMap<>(switch (precision.mixture()) {
            case Mixture.Named named -> named == Mixture.Named.K_QUANT_MIXED ? mixing.byName() : Map.of();
            case Mixture.Sensitivity sensitivity ->
                mixing.bySensitivity(precision, sensitivity.averageBits());
        });
        bits.putAll(precision.operators().bits()); // What was said of a matrix goes before what is said of many.
        return settings
                .with(draft -> draft.precision = precision.operators(precision.operators().bits(bits)));
    }

    private Map<String, Integer> byName() {
        final int layers = matrices.stream().mapToInt(matrix -> layer(matrix) + 1).max().orElse(0);
        final var bits = new HashMap<String, Integer>();
        for (final LayerMatrix matrix : matrices) {
            if (COUNTS_MOST.matcher(matrix.node()).find() && countsMost(layer(matrix), layers)) {
                bits.put(matrix.node(), EIGHT);
            }
        }
        return bits;
    }

    private static int layer(final LayerMatrix matrix) {
        final Matcher name = LAYER.matcher(matrix.node());
        return name.find() ? Integer.parseInt(name.group(1)) : -1;
    }

    /** The first and the last eighth, and every third layer between, as llama.cpp and the Python builder choose them. */
    static boolean countsMost(final int layer, final int layers) {
        final double eighth = (double) layers / PARTS;
        return layer >= 0 && (layer < eighth || layer >= (PARTS - 1) * eighth
                || Math.floorMod(layer - (int) Math.rint(eighth), PERIOD) == PERIOD - 1);
    }

    private record Measured(LayerMatrix matrix, long weights, double snr) {}

    /** The worst first: of all ways to spend bytes these take away most error, each matrix counting by its size. */
    private Map<String, Integer> bySensitivity(final Blockwise precision, final double averageBits) {
        long left = (long) ((averageBits - precision.bits()) * weights());
        final var bits = new HashMap<String, Integer>();
        for (final Measured measured : measured(precision)) {
            final long cost = measured.weights() * (EIGHT - precision.bits());
            if (cost <= left) {
                left -= cost;
                bits.put(measured.matrix().node(), EIGHT);
            }
        }
        return bits;
    }

    private long weights() {
        return matrices.stream()
                .mapToLong(matrix -> (long) matrix.matrix().rows() * matrix.matrix().columns()).sum();
    }

    private List<Measured> measured(final Blockwise precision) {
        final BlockFormat format = precision.format();
        final var quantizer = BlockQuantizer.of(format, precision.method().algorithm(), Mode.REPAIRED);
        final var all = new ArrayList<Measured>();
        try (var workers = RowWorkers.of(settings.workers())) {
            for (final LayerMatrix matrix : matrices) {
                settings.progress().onProgress(Progress.of(Stage.MEASURING,
                        new Part("matrices", all.size(), matrices.size())));
                all.add(measure(matrix, quantizer, workers));
            }
        }
        all.sort(Comparator.comparingDouble(Measured::snr)
                .thenComparing(measured -> measured.matrix().node()));
        return all;
    }

    private Measured measure(final LayerMatrix matrix, final BlockQuantizer quantizer,
            final RowWorkers workers) {
        try {
            final var error = QuantizationError.between(matrix.matrix(), quantizer.view(matrix.matrix()),
                    workers);
            return new Measured(matrix, error.weights(), error.snr());
        } catch (IOException e) {
            throw new StorageException("read", settings.source(), e);
        }
    }
}
