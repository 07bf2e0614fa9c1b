/** {@code /v1/responses}: answers as lists of items that can be kept and continued. */
@NullMarked
package dev.ingot.foundry.service.openai.responses;

import org.jspecify.annotations.NullMarked;
