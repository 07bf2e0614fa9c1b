/** Where the cache lies (the environment, Ingot's own settings file, Foundry Local's default), and what tuning found. */
@NullMarked
package dev.ingot.foundry.settings;

import org.jspecify.annotations.NullMarked;
