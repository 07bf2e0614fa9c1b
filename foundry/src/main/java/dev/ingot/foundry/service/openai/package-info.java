/** The paths of OpenAI's interface: requests become calls of a generator, and what comes of them JSON. */
@NullMarked
package dev.ingot.foundry.service.openai;

import org.jspecify.annotations.NullMarked;
