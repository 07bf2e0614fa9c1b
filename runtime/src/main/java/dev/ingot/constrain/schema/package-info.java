/** From a JSON schema to a grammar over bytes. */
@NullMarked
package dev.ingot.constrain.schema;

import org.jspecify.annotations.NullMarked;
