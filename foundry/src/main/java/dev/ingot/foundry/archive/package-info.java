/**
 * The narrow kind of tar archive that models travel in: regular files only, in POSIX headers, everything else is refused
 * when read.
 */
@NullMarked
package dev.ingot.foundry.archive;

import org.jspecify.annotations.NullMarked;
