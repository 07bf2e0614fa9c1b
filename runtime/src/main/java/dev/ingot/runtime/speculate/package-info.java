/** Tokens guessed ahead, for the model to look at several of them in one step. */
@NullMarked
package dev.ingot.runtime.speculate;

import org.jspecify.annotations.NullMarked;
