/**
 * Reads run files of Olive: the JSON that {@code olive run --config} takes becomes a {@link dev.ingot.Pipeline}. What
 * would change the result and is not done here is an error; what cannot change it is noted in the log.
 */
@NullMarked
package dev.ingot.olive;

import org.jspecify.annotations.NullMarked;
