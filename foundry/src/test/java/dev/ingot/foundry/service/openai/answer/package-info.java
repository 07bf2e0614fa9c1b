@NullMarked
package dev.ingot.foundry.service.openai.answer;

import org.jspecify.annotations.NullMarked;
