package dev.ingot.hf;

import dev.ingot.error.ModelFormatException;
import dev.ingot.quantize.WeightMatrix;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * Weights of which some are quantized in the checkpoint. What is stored as {@code x.qweight}, {@code x.scales} and so on
 * is handed out as {@code x.weight}; the rest as it is. Thread-safe.
 */
final class QuantizedWeights implements Weights {

    private static final String WEIGHT = ".weight";
    private static final String INTEGERS = ".qweight";
    private static final List<String> PARTS = List.of(INTEGERS, ".qzeros", ".scales", ".g_idx");

    private final Safetensors tensors;
    private final Quantization quantization;
    private final SequencedSet<String> names = new LinkedHashSet<>();

    QuantizedWeights(final Safetensors tensors, final Quantization quantization) {
        this.tensors = tensors;
        this.quantization = quantization;
        tensors.names().stream().filter(name -> !isEmptyBias(name)).map(this::logical).forEach(names::add);
    }

    /** The name under which a tensor is handed out. */
    private String logical(final String name) {
        for (final String part : PARTS) {
            if (name.endsWith(part) && isQuantized(module(name, part))) {
                final String module = module(name, part);
                if (tensors.has(module + WEIGHT)) {
                    throw ModelFormatException.of(tensors.fileOf(name), name,
                            "either it or " + module + WEIGHT,
                            "both");
                }
                return module + WEIGHT;
            }
        }
        return name;
    }

    /** Some tools gave every quantized module a bias; in a family without one it is zero and means nothing. */
    private boolean isEmptyBias(final String name) {
        final String suffix = ".bias";
        if (!name.endsWith(suffix) || !isQuantized(module(name, suffix))) {
            return false;
        }
        for (final float value : tensors.vector(name, tensors.rows(name))) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    private boolean isQuantized(final String module) {
        return tensors.has(module + INTEGERS);
    }

    private static String module(final String name, final String suffix) {
        return name.substring(0, name.length() - suffix.length());
    }

    private boolean isMatrixInParts(final String name) {
        return name.endsWith(WEIGHT) && isQuantized(module(name, WEIGHT));
    }

    @Override
    public SequencedSet<String> names() {
        return Collections.unmodifiableSequencedSet(names);
    }

    @Override
    public boolean has(final String name) {
        return tensors.has(name) || isMatrixInParts(name);
    }

    @Override
    public long bytes(final String name) {
        return isMatrixInParts(name)
                ? PARTS.stream().map(part -> module(name, WEIGHT) + part).filter(tensors::has)
                        .mapToLong(tensors::bytes).sum()
                : tensors.bytes(name);
    }

    @Override
    public WeightMatrix matrix(final String name, final int rows, final int columns) {
        return isMatrixInParts(name)
                ? quantization.matrix(tensors, module(name, WEIGHT), rows, columns)
                : tensors.matrix(name, rows, columns);
    }

    @Override
    public float[] vector(final String name, final int length) {
        return tensors.vector(name, length);
    }

    @Override
    public int rows(final String name) {
        if (!isMatrixInParts(name)) {
            return tensors.rows(name);
        }
        final String scales = module(name, WEIGHT) + ".scales";
        final List<Long> shape = tensors.shape(scales);
        if (shape.size() != 2 || shape.getLast() > Integer.MAX_VALUE) {
            throw ModelFormatException.of(tensors.fileOf(scales), scales, "a matrix", String.valueOf(shape));
        }
        return shape.getLast().intValue();
    }
}
