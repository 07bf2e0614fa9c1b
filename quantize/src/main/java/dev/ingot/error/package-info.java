/** The one unchecked root exception of Ingot and its kinds, so that a caller can catch one type. */
@NullMarked
package dev.ingot.error;

import org.jspecify.annotations.NullMarked;
