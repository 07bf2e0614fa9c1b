/** Loads a decoder into ONNX Runtime and runs it step by step over key-value caches; the one user of ONNX Runtime. */
@NullMarked
package dev.ingot.runtime.engine;

import org.jspecify.annotations.NullMarked;
