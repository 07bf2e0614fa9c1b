/** Tests of the settings. */
@NullMarked
package dev.ingot.foundry.settings;

import org.jspecify.annotations.NullMarked;
