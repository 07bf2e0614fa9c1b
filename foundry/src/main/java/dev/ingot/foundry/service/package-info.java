/**
 * Models of a cache as a service: OpenAI's interface and Foundry Local's over HTTP, in this process.
 */
@NullMarked
package dev.ingot.foundry.service;

import org.jspecify.annotations.NullMarked;
