/** The paths besides OpenAI's: models, Foundry Local's old and new ones, health and figures. */
@NullMarked
package dev.ingot.foundry.service.paths;

import org.jspecify.annotations.NullMarked;
