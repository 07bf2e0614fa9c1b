@org.jspecify.annotations.NullMarked
package dev.ingot.calibrate;
