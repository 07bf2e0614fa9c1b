/** The decoder graph: one file per model family that says only how it differs from the common shape. */
@NullMarked
package dev.ingot.decoder;

import org.jspecify.annotations.NullMarked;
