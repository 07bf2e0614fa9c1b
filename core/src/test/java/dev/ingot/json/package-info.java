/** Tests of reading, writing and changing JSON. */
@NullMarked
package dev.ingot.json;

import org.jspecify.annotations.NullMarked;
