/**
 * Quantizes the graph of another tool. {@link dev.ingot.foreign.ForeignGraph} finds the matrices that are constants and
 * plans them in blocks; whatever else the graph holds comes out as it went in.
 */
@NullMarked
package dev.ingot.foreign;

import org.jspecify.annotations.NullMarked;
