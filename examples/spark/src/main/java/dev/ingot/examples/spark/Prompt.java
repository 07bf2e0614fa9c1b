package dev.ingot.examples.spark;

import java.io.Serializable;

/**
 * A line of the input.
 *
 * @param row  number of the line, from 0
 * @param text what is asked
 */
record Prompt(long row, String text) implements Serializable {

    int length() {
        return text.length();
    }
}
