/** Tests of files written whole or not at all. */
@NullMarked
package dev.ingot.io;

import org.jspecify.annotations.NullMarked;
