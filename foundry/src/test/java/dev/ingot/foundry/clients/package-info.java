/**
 * The service as clients see it, over HTTP. OpenAI's own clients are run with {@code -Pclients}, the page in a browser with {@code
 * -Pbrowser}.
 */
@NullMarked
package dev.ingot.foundry.clients;

import org.jspecify.annotations.NullMarked;
