/** Runs the example on Apache Spark, in this process. */
@NullMarked
package dev.ingot.examples.spark;

import org.jspecify.annotations.NullMarked;
