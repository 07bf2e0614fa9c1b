/** Reads and writes genai_config.json, the file every reader of such models starts from. */
@NullMarked
package dev.ingot.genai;

import org.jspecify.annotations.NullMarked;
