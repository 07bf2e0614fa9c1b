/** Requests and answers of OpenAI's interface. */
@NullMarked
package dev.ingot.foundry.service.openai;

import org.jspecify.annotations.NullMarked;
