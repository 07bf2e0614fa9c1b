/** Names that somebody may have meant. */
@NullMarked
package dev.ingot.foundry.near;

import org.jspecify.annotations.NullMarked;
