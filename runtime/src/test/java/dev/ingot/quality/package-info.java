/** Tests of measuring and demanding quality. */
@NullMarked
package dev.ingot.quality;

import org.jspecify.annotations.NullMarked;
