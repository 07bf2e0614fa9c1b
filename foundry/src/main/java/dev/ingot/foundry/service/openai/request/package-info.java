/** Requests of OpenAI's interface as what a generator is asked for. Wrong values name their parameter. */
@NullMarked
package dev.ingot.foundry.service.openai.request;

import org.jspecify.annotations.NullMarked;
