/** Benchmarks: JMH suites, and harnesses that compare whole processes and whole loops in the same run. */
@NullMarked
package dev.ingot.bench;

import org.jspecify.annotations.NullMarked;
