/** Tests of the benchmarks' own parts. */
@NullMarked
package dev.ingot.bench;

import org.jspecify.annotations.NullMarked;
