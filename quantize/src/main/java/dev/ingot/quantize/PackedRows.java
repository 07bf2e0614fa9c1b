package dev.ingot.quantize;

import java.lang.foreign.MemorySegment;

/**
 * Quantized rows in the layout of {@link BlockFormat}.
 *
 * @param first      index of the first row in the matrix
 * @param count      number of rows
 * @param blocks     {@code count * rowBytes} bytes
 * @param scales     {@code count * blocksPerRow} floats
 * @param zeroPoints {@code count * zeroPointBytes} bytes; empty when symmetric
 */
public record PackedRows(int first, int count, MemorySegment blocks, MemorySegment scales,
        MemorySegment zeroPoints) {}
