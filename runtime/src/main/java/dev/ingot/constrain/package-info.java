/**
 * What generated text must look like. A {@link dev.ingot.constrain.Constraint} is made of a JSON schema, a regular
 * expression, a grammar or a list of choices and handed over with {@link dev.ingot.runtime.GenerationOptions#constraint};
 * from then on the model can only say what fits, down to the byte.
 */
@NullMarked
package dev.ingot.constrain;

import org.jspecify.annotations.NullMarked;
