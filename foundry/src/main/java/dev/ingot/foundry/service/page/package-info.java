/** The page at the service's root: a conversation with a model, and live figures. */
@NullMarked
package dev.ingot.foundry.service.page;

import org.jspecify.annotations.NullMarked;
