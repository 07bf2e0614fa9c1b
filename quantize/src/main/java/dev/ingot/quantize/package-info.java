/** Numbers in, packed blocks out: block formats, algorithms and the row-parallel quantizer. */
@NullMarked
package dev.ingot.quantize;

import org.jspecify.annotations.NullMarked;
