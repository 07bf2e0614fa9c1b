/** Every vector loop of the house, each with the scalar twin that defines it; the only importer of {@code jdk.incubator.vector}. */
@NullMarked
package dev.ingot.kernel;

import org.jspecify.annotations.NullMarked;
