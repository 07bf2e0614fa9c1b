/** How like two texts are, and what is wrong with one: pure functions of text. Not exported to users. */
@NullMarked
package dev.ingot.foundry.validate.score;

import org.jspecify.annotations.NullMarked;
