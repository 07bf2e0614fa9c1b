package dev.ingot.gguf;

/**
 * An array in the metadata, not read yet.
 *
 * @param type   of the elements
 * @param count  how many
 * @param offset of the first, in the file
 */
record GgufArray(GgufValueType type, int count, long offset) {

    @Override
    public String toString() {
        return "an array of " + count + " x " + type;
    }
}
