/** From an automaton over bytes and a vocabulary to the tokens that may come next. */
@NullMarked
package dev.ingot.constrain.match;

import org.jspecify.annotations.NullMarked;
