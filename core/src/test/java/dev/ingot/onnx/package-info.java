/** Tests of the ONNX graph files. */
@NullMarked
package dev.ingot.onnx;

import org.jspecify.annotations.NullMarked;
