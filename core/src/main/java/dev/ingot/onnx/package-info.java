/**
 * A small typed ONNX graph with its reader and writer; knows nothing of language models.
 *
 * <p>A graph that Ingot makes is a tree of records from {@link dev.ingot.onnx.Model} down, written by
 * {@link dev.ingot.onnx.OnnxFiles}. A graph that another tool made and Ingot changes goes through
 * {@link dev.ingot.onnx.OnnxPatch}, which leaves everything it does not touch as it was.
 */
@NullMarked
package dev.ingot.onnx;

import org.jspecify.annotations.NullMarked;
