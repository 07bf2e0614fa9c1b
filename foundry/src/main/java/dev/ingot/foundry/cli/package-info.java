/** The command line; one class per command. */
@NullMarked
package dev.ingot.foundry.cli;

import org.jspecify.annotations.NullMarked;
