/** Loads an ONNX language model, holds conversations and streams tokens. */
@NullMarked
package dev.ingot.runtime;

import org.jspecify.annotations.NullMarked;
