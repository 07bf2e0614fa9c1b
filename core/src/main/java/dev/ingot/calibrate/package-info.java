/** The float model run slice by slice on calibration text, and what calibrated quantizers make of it. */
@org.jspecify.annotations.NullMarked
package dev.ingot.calibrate;
