package dev.ingot.onnx;

import java.util.List;

/**
 * Reserves places for tensors in one external data file, in the order of asking. Every tensor starts on a 64-byte
 * boundary, large ones on a page, so that a reader can map them. Not thread-safe.
 */
public final class DataLayout {

    private static final int ALIGNMENT = 64;
    private static final int PAGE = 4096;
    private static final long LARGE = 1L << 20;

    private final String location;
    private long end;

    /**
     * Begins an empty file.
     *
     * @param location its name, relative to the graph file
     */
    public DataLayout(final String location) {
        this.location = location;
    }

    /**
     * Reserves a place.
     *
     * @param name  of the tensor
     * @param type  element type
     * @param shape its dimensions
     * @return the tensor with its offset and length
     */
    public Tensor.External reserve(final String name, final ElementType type, final List<Long> shape) {
        final long length = shape.stream().reduce((long) type.bytes(), Math::multiplyExact);
        final int alignment = length >= LARGE ? PAGE : ALIGNMENT;
        final long offset = Math.ceilDiv(end, alignment) * alignment;
        end = offset + length;
        return new Tensor.External(name, type, shape, location, offset, length);
    }

    /**
     * Returns the name of the file.
     *
     * @return relative to the graph file
     */
    public String location() {
        return location;
    }

    /**
     * Returns the size of the file.
     *
     * @return bytes
     */
    public long size() {
        return end;
    }
}
