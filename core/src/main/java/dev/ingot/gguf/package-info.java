/**
 * Reads GGUF files, the format of llama.cpp: {@link dev.ingot.gguf.GgufModel} hands tensors out under the names and in
 * the order of transformers, in place, as blocks carried over, or decoded when they are read, and rebuilds from the
 * metadata the files that lie beside a checkpoint. Files are not trusted: the header is parsed within the bytes that are
 * there, and a malformed one is refused with its name, key or tensor, offset, what was expected and what was found.
 */
@NullMarked
package dev.ingot.gguf;

import org.jspecify.annotations.NullMarked;
