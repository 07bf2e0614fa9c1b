package dev.ingot.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A constant of the graph: its bytes stand in the graph itself or in the external data file beside it. */
public sealed interface Tensor {

    /**
     * Returns the name.
     *
     * @return the name
     */
    String name();

    /**
     * Returns the element type.
     *
     * @return the type
     */
    ElementType type();

    /**
     * Returns the shape.
     *
     * @return its dimensions; an empty list for a scalar
     */
    List<Long> shape();

    /**
     * A tensor inside the graph file.
     *
     * @param name  its name
     * @param type  element type
     * @param shape its dimensions
     * @param data  little-endian elements; read-only use, position 0 to limit
     */
    record Inline(String name, ElementType type, List<Long> shape, ByteBuffer data) implements Tensor {

        /** Copies the shape and fixes the byte order. */
        public Inline {
            shape = List.copyOf(shape);
            data = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        }

        /**
         * Makes a tensor of 64-bit integers.
         *
         * @param name   its name
         * @param shape  its dimensions
         * @param values the elements
         * @return the tensor
         */
        public static Inline of(final String name, final List<Long> shape, final long... values) {
            final var bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asLongBuffer().put(values);
            return new Inline(name, ElementType.INT64, shape, bytes);
        }

        /**
         * Makes a tensor of 32-bit integers.
         *
         * @param name   its name
         * @param shape  its dimensions
         * @param values the elements
         * @return the tensor
         */
        public static Inline of(final String name, final List<Long> shape, final int... values) {
            final var bytes = ByteBuffer.allocate(values.length * Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN);
            bytes.asIntBuffer().put(values);
            return new Inline(name, ElementType.INT32, shape, bytes);
        }

        /**
         * Makes a tensor of floats.
         *
         * @param name   its name
         * @param shape  its dimensions
         * @param values the elements
         * @return the tensor
         */
        public static Inline of(final String name, final List<Long> shape, final float... values) {
            final var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            return new Inline(name, ElementType.FLOAT, shape, bytes);
        }
    }

    /**
     * A tensor in a data file beside the graph file. Two tensors may share bytes.
     *
     * @param name     its name
     * @param type     element type
     * @param shape    its dimensions
     * @param location name of the data file, relative to the graph file
     * @param offset   of its first byte in that file
     * @param length   in bytes
     */
    record External(String name, ElementType type, List<Long> shape, String location, long offset,
            long length) implements Tensor {

        /** Copies the shape. */
        public External {
            shape = List.copyOf(shape);
        }
    }
}
