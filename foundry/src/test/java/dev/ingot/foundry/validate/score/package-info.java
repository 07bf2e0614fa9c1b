/** Scores of texts. */
@NullMarked
package dev.ingot.foundry.validate.score;

import org.jspecify.annotations.NullMarked;
