/** The Foundry Local model cache: register, list, find and remove models. */
@NullMarked
package dev.ingot.foundry;

import org.jspecify.annotations.NullMarked;
