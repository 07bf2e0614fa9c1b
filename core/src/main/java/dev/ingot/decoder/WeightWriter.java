package dev.ingot.decoder;

import dev.ingot.decoder.PlannedTensor.BlockSource;
import dev.ingot.error.StorageException;
import dev.ingot.onnx.Tensor;
import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.BlockQuantizer;
import dev.ingot.quantize.Mode;
import dev.ingot.quantize.PackedRows;
import dev.ingot.quantize.PackedSink;
import dev.ingot.quantize.RowWorkers;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes planned tensors to their places in the data file, rows spread over workers, with positioned writes: a full
 * disk is an exception and not a crash. Memory use does not depend on the size of the model.
 */
public final class WeightWriter implements AutoCloseable {

    private static final int CHUNK_BYTES = 1 << 20;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /** Where bytes go. */
    private interface Target {

        /** Puts bytes at a position of the data file. */
        void put(long position, MemorySegment bytes) throws IOException;
    }

    private final Path file;
    private final Target target;
    private final Closeable resource;
    private final RowWorkers workers;

    /**
     * Creates the data file.
     *
     * @param file    the file; must not exist
     * @param workers what rows are spread over; stays the caller's
     * @throws StorageException if it cannot be created
     */
    public WeightWriter(final Path file, final RowWorkers workers) {
        this.file = file;
        this.workers = workers;
        try {
            final FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
            this.resource = channel;
            this.target = (position, bytes) -> write(channel, position, bytes);
        } catch (IOException e) {
            throw new StorageException("create", file, e);
        }
    }

    private WeightWriter(final Target target, final RowWorkers workers) {
        this.file = Path.of("memory");
        this.target = target;
        this.resource = () -> {};
        this.workers = workers;
    }

    /**
     * Writes into memory what would be written into a part of the file.
     *
     * @param memory  the part
     * @param start   where in the file it begins
     * @param workers what rows are spread over; stays the caller's
     * @return the writer
     */
    public static WeightWriter toMemory(final MemorySegment memory, final long start,
            final RowWorkers workers) {
        return new WeightWriter((position, bytes) -> MemorySegment.copy(bytes, 0, memory, position - start,
                bytes.byteSize()), workers);
    }

    /**
     * Writes one tensor.
     *
     * @param tensor what and where
     * @throws StorageException     if it cannot be written
     * @throws WeightValueException if a weight is NaN or infinite
     */
    public void write(final PlannedTensor tensor) {
        try {
            switch (tensor) {
                case PlannedTensor.Packed packed -> writePacked(packed);
                case PlannedTensor.Indices indices -> writeIndices(indices);
                case PlannedTensor.Floats floats when floats.transposed() -> writeColumns(floats);
                case PlannedTensor.Floats floats -> writeRows(floats);
                case PlannedTensor.Computed computed -> writeComputed(computed);
                case PlannedTensor.Copied copied -> writeCopied(copied);
            }
        } catch (IOException e) {
            throw new StorageException("write", file, e);
        }
    }

    private void writePacked(final PlannedTensor.Packed packed) throws IOException {
        final PackedSink sink = rows -> put(packed, rows);
        switch (packed.source()) {
            case BlockSource.Quantized quantized ->
                BlockQuantizer.of(packed.format(), quantized.algorithm(), Mode.REPAIRED)
                        .quantize(quantized.matrix(), sink, workers);
            case BlockSource.Carried carried -> workers.forEach(carried.matrix().rows(),
                    rowsPerChunk(packed.format().rowBytes(carried.columns())),
                    (first, count, scratch) -> sink.accept(carried.matrix().packed(first, count, scratch)));
        }
    }

    private void put(final PlannedTensor.Packed packed, final PackedRows rows) throws IOException {
        final BlockFormat format = packed.format();
        final int columns = packed.source().columns();
        put(packed.blocks(), (long) rows.first() * format.rowBytes(columns), rows.blocks());
        put(packed.scales(), (long) rows.first() * format.scaleBytes(columns), rows.scales());
        put(packed.zeroPoints(), (long) rows.first() * format.zeroPointBytes(columns), rows.zeroPoints());
    }

    private void writeIndices(final PlannedTensor.Indices tensor) throws IOException {
        final var bytes = ByteBuffer.allocate(tensor.order().length() * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < tensor.order().length(); i++) {
            bytes.putInt(Math.max(0, tensor.order().source(i))); // Padding multiplies any column by zero.
        }
        put(tensor.place(), 0, MemorySegment.ofBuffer(bytes.flip()));
    }

    private void writeRows(final PlannedTensor.Floats tensor) throws IOException {
        final long columns = tensor.source().columns();
        final int bytes = tensor.place().type().bytes();
        workers.forEach(tensor.source().rows(), rowsPerChunk(columns * Float.BYTES),
                (first, count, scratch) -> put(tensor.place(), first * columns * bytes,
                        StoredFloats.of(tensor, first, count, scratch)));
    }

    /** A chunk of rows becomes a chunk of every row of the turned matrix. */
    private void writeColumns(final PlannedTensor.Floats tensor) throws IOException {
        final int rows = tensor.source().rows();
        final int columns = tensor.source().columns();
        final int bytes = tensor.place().type().bytes();
        workers.forEach(rows, rowsPerChunk((long) columns * Float.BYTES), (first, count, scratch) -> {
            final MemorySegment floats = StoredFloats.of(tensor, first, count, scratch);
            final MemorySegment turned = StoredFloats.turned(floats, count, columns, bytes, scratch);
            final long strip = (long) count * bytes;
            for (int column = 0; column < columns; column++) {
                put(tensor.place(), ((long) column * rows + first) * bytes,
                        turned.asSlice(column * strip, strip));
            }
        });
    }

    private void writeComputed(final PlannedTensor.Computed tensor) throws IOException {
        final var shape = tensor.place().shape();
        final int columns = Math.toIntExact(shape.getLast());
        final int rows = Math.toIntExact(tensor.place().length() / Float.BYTES / columns);
        final long rowBytes = (long) columns * Float.BYTES;
        workers.forEach(rows, rowsPerChunk(rowBytes), (first, count, scratch) -> {
            final MemorySegment floats = scratch.allocate(count * rowBytes, Float.BYTES);
            final float[] row = new float[columns];
            for (int i = 0; i < count; i++) {
                tensor.rows().fill(first + i, row);
                MemorySegment.copy(row, 0, floats, FLOAT, i * rowBytes, columns);
            }
            put(tensor.place(), first * rowBytes, floats);
        });
    }

    private void writeCopied(final PlannedTensor.Copied tensor) throws IOException {
        final long size = tensor.data().byteSize();
        for (long done = 0; done < size; done += CHUNK_BYTES) {
            put(tensor.place(), done, tensor.data().asSlice(done, Math.min(CHUNK_BYTES, size - done)));
        }
    }

    private static int rowsPerChunk(final long rowBytes) {
        return (int) Math.max(1, CHUNK_BYTES / rowBytes);
    }

    private void put(final Tensor.External place, final long offset, final MemorySegment bytes)
            throws IOException {
        target.put(place.offset() + offset, bytes);
    }

    private static void write(final FileChannel channel, final long start, final MemorySegment bytes)
            throws IOException {
        final ByteBuffer buffer = bytes.asByteBuffer();
        long position = start;
        while (buffer.hasRemaining()) {
            position += channel.write(buffer, position);
        }
    }

    @Override
    public void close() {
        try {
            resource.close();
        } catch (IOException e) {
            throw new StorageException("close", file, e);
        }
    }
}
