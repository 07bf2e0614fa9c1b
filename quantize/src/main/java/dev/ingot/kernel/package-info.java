/**
 * Every vector loop of the house, each with the scalar twin that defines it; the only importer of {@code
 * jdk.incubator.vector}. {@link dev.ingot.kernel.Kernels} is the entry.
 */
@NullMarked
package dev.ingot.kernel;

import org.jspecify.annotations.NullMarked;
