/** What the machine offers: cores and memory. */
@NullMarked
package dev.ingot.runtime.machine;

import org.jspecify.annotations.NullMarked;
