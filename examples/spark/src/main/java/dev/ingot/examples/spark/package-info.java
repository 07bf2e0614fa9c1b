/** A large file of prompts, answered on Apache Spark: for those who have outgrown one machine. */
@NullMarked
package dev.ingot.examples.spark;

import org.jspecify.annotations.NullMarked;
