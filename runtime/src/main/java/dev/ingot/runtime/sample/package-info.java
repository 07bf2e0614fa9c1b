/** From logits to the next token. */
@NullMarked
package dev.ingot.runtime.sample;

import org.jspecify.annotations.NullMarked;
