/** Tests of genai_config.json. */
@NullMarked
package dev.ingot.genai;

import org.jspecify.annotations.NullMarked;
