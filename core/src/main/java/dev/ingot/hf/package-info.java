/**
 * Reads a Hugging Face model directory: configuration, safetensors, adapters and tokenizer files.
 *
 * <p>{@link dev.ingot.hf.HfModel#open} checks everything that can be checked without reading weights and maps the
 * files; {@link dev.ingot.hf.HfModel#withAdapter} puts a LoRA adapter over them. {@link dev.ingot.hf.Weights} hands
 * out tensors by name and expected shape: stored matrices in place, merged ones row by row when they are read, so
 * that heap use does not grow with the model. {@link dev.ingot.hf.ModelConfig} means the same whatever layout
 * config.json has; {@link dev.ingot.hf.LayerWindows} and {@link dev.ingot.hf.LayerRotary} say what differs per layer.
 * Files are not trusted: a malformed one is refused with its name, key or tensor, what was expected and what was found.
 */
@NullMarked
package dev.ingot.hf;

import org.jspecify.annotations.NullMarked;
