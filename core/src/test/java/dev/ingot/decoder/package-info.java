/** Tests of the decoder graph's parts; whole models are checked where they run. */
@NullMarked
package dev.ingot.decoder;

import org.jspecify.annotations.NullMarked;
