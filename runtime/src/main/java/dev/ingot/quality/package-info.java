/** How good a quantized model still is: measured against its floats, shown, and demanded before a model is published. */
@NullMarked
package dev.ingot.quality;

import org.jspecify.annotations.NullMarked;
