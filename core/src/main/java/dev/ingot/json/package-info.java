/** JSON as plain values with errors that name file, key and place; the one user of Jackson. */
@NullMarked
package dev.ingot.json;

import org.jspecify.annotations.NullMarked;
