/** From token ids to text that may be shown: whole characters, no stop strings. */
@NullMarked
package dev.ingot.runtime.text;

import org.jspecify.annotations.NullMarked;
