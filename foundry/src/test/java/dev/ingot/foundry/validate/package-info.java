/** Benchmarks and validations. */
@NullMarked
package dev.ingot.foundry.validate;

import org.jspecify.annotations.NullMarked;
