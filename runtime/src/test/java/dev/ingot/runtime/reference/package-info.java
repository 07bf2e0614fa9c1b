/**
 * Forward passes written from papers and model cards, in plain double precision, for families without a recorded
 * reference. A test makes a {@link dev.ingot.runtime.reference.TinyModel} with seeded random weights, says in a few lines
 * what the family computes, with {@link dev.ingot.runtime.reference.Maths} and
 * {@link dev.ingot.runtime.reference.ReferenceAttention}, and lets {@link dev.ingot.runtime.reference.ReferenceCheck}
 * compare the exported model with it. Nothing here uses the exporter's code.
 */
@NullMarked
package dev.ingot.runtime.reference;

import org.jspecify.annotations.NullMarked;
