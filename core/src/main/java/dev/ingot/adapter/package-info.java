/**
 * Adapters that are kept beside a model and switched while it runs: {@link dev.ingot.adapter.AdapterInputs} says which
 * low-rank products a graph has inputs for, {@link dev.ingot.adapter.AdapterExport} fits a PEFT adapter to them, and
 * {@link dev.ingot.adapter.AdapterFile} is the form in which ONNX Runtime takes it.
 */
@NullMarked
package dev.ingot.adapter;

import org.jspecify.annotations.NullMarked;
