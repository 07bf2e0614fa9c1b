/** Grammars of whole answers in conversations: reasoning, content, and calls of tools as each family writes them. */
@NullMarked
package dev.ingot.constrain.answer;

import org.jspecify.annotations.NullMarked;
