package dev.ingot.decoder;

import dev.ingot.decoder.PlannedTensor.BlockSource;
import dev.ingot.onnx.DataLayout;
import dev.ingot.onnx.ElementType;
import dev.ingot.onnx.Tensor;
import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.ColumnOrder;
import dev.ingot.quantize.WeightMatrix;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects what the graph needs from the data file, in the order of writing. Not thread-safe. */
public final class WeightPlan {

    private final DataLayout layout;
    private final ElementType floats;
    private final List<PlannedTensor> tensors = new ArrayList<>();
    private final List<Tensor> initializers = new ArrayList<>();
    private final List<LayerMatrix> layerMatrices = new ArrayList<>();

    /**
     * Begins a plan.
     *
     * @param layout of the data file
     * @param floats in which matrices that stay floats are stored: FLOAT or FLOAT16
     */
    public WeightPlan(final DataLayout layout, final ElementType floats) {
        this.layout = layout;
        this.floats = floats;
    }

    /**
     * Plans a matrix in blocks; its tensors are called {@code <name>_Q4}, {@code <name>_scales}, ... as usual.
     *
     * @param name   of the matrix
     * @param source where the blocks come from
     * @param format how they are stored
     * @return the planned tensor
     */
    public PlannedTensor.Packed packed(final String name, final BlockSource source,
            final BlockFormat format) {
        final long rows = source.matrix().rows();
        final long blocks = format.blocksPerRow(source.columns());
        final var packed = new PlannedTensor.Packed(source, format,
                reserve(BlockNodes.withBits(name, format.bits()), ElementType.UINT8, rows, blocks,
                        format.blobBytes()),
                reserve(name + "_scales", ElementType.FLOAT, rows, blocks),
                format.symmetric()
                        ? new Tensor.External(name, ElementType.UINT8, List.of(0L), "", 0, 0)
                        : reserve(name + "_zero_points", ElementType.UINT8, rows,
                                format.zeroPointBytes(source.columns())));
        tensors.add(packed);
        return packed;
    }

    /**
     * Notes a matrix that a mixture may give other bits.
     *
     * @param matrix the matrix
     */
    public void offer(final LayerMatrix matrix) {
        layerMatrices.add(matrix);
    }

    /**
     * Returns the matrices that a mixture may give other bits.
     *
     * @return the matrices in the order of planning
     */
    public List<LayerMatrix> layerMatrices() {
        return List.copyOf(layerMatrices);
    }

    /** Plans a matrix of floats as it is stored, {@code [N, K]}. */
    String rows(final String name, final WeightMatrix source) {
        tensors.add(new PlannedTensor.Floats(source, false,
                reserve(name, floats, source.rows(), source.columns())));
        return name;
    }

    /** Plans a matrix of floats turned to {@code [K, N]}. */
    String columns(final String name, final WeightMatrix source) {
        tensors.add(new PlannedTensor.Floats(source, true,
                reserve(name, floats, source.columns(), source.rows())));
        return name;
    }

    /** Plans a vector of floats. */
    String vector(final String name, final float[] values) {
        tensors.add(new PlannedTensor.Computed(name,
                (row, target) -> System.arraycopy(values, 0, target, 0, values.length),
                reserve(name, ElementType.FLOAT, values.length)));
        return name;
    }

    /** Plans a vector of indices. */
    String indices(final String name, final ColumnOrder order) {
        tensors.add(new PlannedTensor.Indices(name, order,
                reserve(name, ElementType.INT32, order.length())));
        return name;
    }

    /** Plans a computed table. */
    String table(final String name, final int rows, final int columns,
            final PlannedTensor.RowFunction function) {
        tensors.add(
                new PlannedTensor.Computed(name, function, reserve(name, ElementType.FLOAT, rows, columns)));
        return name;
    }

    /**
     * Plans bytes that are taken over as they are.
     *
     * @param name  of the tensor
     * @param data  its bytes; valid until they are written
     * @return where they will lie
     */
    public Tensor.External copied(final String name, final MemorySegment data) {
        final var place = layout.reserve(name, ElementType.UINT8, List.of(data.byteSize()));
        tensors.add(new PlannedTensor.Copied(name, data, place));
        return place;
    }

    /**
     * Names the bytes of a planned tensor once more, with another shape.
     *
     * @param name  the other name
     * @param place of the bytes
     * @param shape the other shape
     * @return the other name
     */
    public String alias(final String name, final Tensor.External place, final long... shape) {
        final List<Long> dims = Arrays.stream(shape).boxed().toList();
        initializers.add(new Tensor.External(name, place.type(), dims, place.location(), place.offset(),
                place.length()));
        return name;
    }

    /**
     * Gives a planned tensor another shape, for a graph that needs no other.
     *
     * @param place of the tensor
     * @param shape the other shape
     * @return its name
     */
    public String reshape(final Tensor.External place, final long... shape) {
        initializers.remove(place);
        return alias(place.name(), place, shape);
    }

    private Tensor.External reserve(final String name, final ElementType type, final long... shape) {
        final var place = layout.reserve(name, type, Arrays.stream(shape).boxed().toList());
        initializers.add(place);
        return place;
    }

    /** Whether matrices of floats are stored in 16 bits and have to be widened before use. */
    boolean halfFloats() {
        return floats == ElementType.FLOAT16;
    }

    /**
     * Returns what is planned.
     *
     * @return the tensors in the order of writing
     */
    public List<PlannedTensor> tensors() {
        return List.copyOf(tensors);
    }

    /**
     * Returns what the graph refers to.
     *
     * @return the initializers, aliases included
     */
    public List<Tensor> initializers() {
        return List.copyOf(initializers);
    }
}
