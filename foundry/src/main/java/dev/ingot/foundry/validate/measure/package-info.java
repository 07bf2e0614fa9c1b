/** Asks a model and watches the process meanwhile: time, memory, processor. Not exported to users. */
@NullMarked
package dev.ingot.foundry.validate.measure;

import org.jspecify.annotations.NullMarked;
