/**
 * What a model does once it is made: {@link dev.ingot.foundry.validate.Benchmark} measures how fast it answers, how well and
 * with what memory; {@link dev.ingot.foundry.validate.Validator} says of every item of a suite, and of memory, speed and edge
 * cases, whether it passes. Both give reports as text, JSON, JUnit XML and pages.
 */
@NullMarked
package dev.ingot.foundry.validate;

import org.jspecify.annotations.NullMarked;
