/** From the text of a regular expression, a GBNF or a Lark grammar to a grammar over bytes. */
@NullMarked
package dev.ingot.constrain.text;

import org.jspecify.annotations.NullMarked;
