/**
 * Says of any directory or cache what is listed, what is not and why, and what will make trouble once a model runs.
 * {@link dev.ingot.foundry.doctor.Doctor} looks; a {@link dev.ingot.foundry.doctor.Report} holds the
 * {@link dev.ingot.foundry.doctor.Finding findings}, each of a kind with a code of its own
 * ({@link dev.ingot.foundry.doctor.Fault}); what can be mended without a decision of the owner brings its
 * {@link dev.ingot.foundry.doctor.Repair}. One class per thing that is looked at.
 */
@NullMarked
package dev.ingot.foundry.doctor;

import org.jspecify.annotations.NullMarked;
