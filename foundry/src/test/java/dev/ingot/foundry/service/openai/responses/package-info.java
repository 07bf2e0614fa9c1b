@NullMarked
package dev.ingot.foundry.service.openai.responses;

import org.jspecify.annotations.NullMarked;
