/** Tests of reading and changing JSON. */
@NullMarked
package dev.ingot.json;

import org.jspecify.annotations.NullMarked;
