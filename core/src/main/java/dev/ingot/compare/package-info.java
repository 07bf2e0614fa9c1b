/** Matrices of a quantized graph and the floats that they stand for, found by name. */
@NullMarked
package dev.ingot.compare;

import org.jspecify.annotations.NullMarked;
