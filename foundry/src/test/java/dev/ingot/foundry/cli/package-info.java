/** Tests of the command line. */
@NullMarked
package dev.ingot.foundry.cli;

import org.jspecify.annotations.NullMarked;
