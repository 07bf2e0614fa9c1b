/** Tests of genai_config.json. */
@NullMarked
package dev.ingot.olive;

import org.jspecify.annotations.NullMarked;
