/** Files written whole or not at all: staged directories, atomic replacement, free-space checks. */
@NullMarked
package dev.ingot.io;

import org.jspecify.annotations.NullMarked;
