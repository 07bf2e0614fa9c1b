/** Context-free grammars over UTF-8 bytes, and the automaton that they are compiled to. */
@NullMarked
package dev.ingot.constrain.grammar;

import org.jspecify.annotations.NullMarked;
