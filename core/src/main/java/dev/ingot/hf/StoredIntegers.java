package dev.ingot.hf;

/** The integers of a quantized matrix, wherever its format puts them. Thread-safe. */
interface StoredIntegers {

    /** The integer that stands for a weight. */
    int weight(int column, int row);

    /** The integer that stands for zero in a group of columns. */
    int zero(int group, int row);
}
