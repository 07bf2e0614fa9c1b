/** Reads a Hugging Face model directory: configuration, safetensors, adapters and tokenizer files. */
@NullMarked
package dev.ingot.hf;

import org.jspecify.annotations.NullMarked;
