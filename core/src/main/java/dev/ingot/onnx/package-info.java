/** A small typed ONNX graph with its reader and writer; knows nothing of language models. */
@NullMarked
package dev.ingot.onnx;

import org.jspecify.annotations.NullMarked;
