package dev.ingot.quality;

/**
 * How far one block is from its floats.
 *
 * @param row   of the matrix
 * @param block index within the row, in stored order
 * @param error root mean square of the block's errors, as part of the root mean square of the matrix's weights
 */
public record BlockError(int row, int block, double error) {}
