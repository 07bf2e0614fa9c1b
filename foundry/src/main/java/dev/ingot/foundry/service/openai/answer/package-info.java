/** Answers of OpenAI's interface: made by a generator, written as one object or as chunks. */
@NullMarked
package dev.ingot.foundry.service.openai.answer;

import org.jspecify.annotations.NullMarked;
