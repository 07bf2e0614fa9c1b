/** Tests of the doctor: each fault made and found. */
@NullMarked
package dev.ingot.foundry.doctor;

import org.jspecify.annotations.NullMarked;
