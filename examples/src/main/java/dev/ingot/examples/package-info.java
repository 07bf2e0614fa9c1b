/** Programs to copy from; each runs in the build. */
@NullMarked
package dev.ingot.examples;

import org.jspecify.annotations.NullMarked;
