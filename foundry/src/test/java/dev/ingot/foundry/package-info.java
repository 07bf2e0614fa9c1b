/** Tests of the model cache. */
@NullMarked
package dev.ingot.foundry;

import org.jspecify.annotations.NullMarked;
