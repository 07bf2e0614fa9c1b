/** Constraints as they are written, and what they were compiled to last. */
@NullMarked
package dev.ingot.constrain.source;

import org.jspecify.annotations.NullMarked;
