/** The fluent way from a Hugging Face directory to a registered ONNX model, and the values it passes around. */
@NullMarked
package dev.ingot;

import org.jspecify.annotations.NullMarked;
