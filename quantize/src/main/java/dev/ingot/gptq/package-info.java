/** Rounding that passes the error of each weight on to those that are not rounded yet. */
@org.jspecify.annotations.NullMarked
package dev.ingot.gptq;
