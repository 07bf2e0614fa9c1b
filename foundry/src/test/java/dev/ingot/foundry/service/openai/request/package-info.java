@NullMarked
package dev.ingot.foundry.service.openai.request;

import org.jspecify.annotations.NullMarked;
