/** The models that the service holds in memory: loaded when asked for, shared, and let go. */
@NullMarked
package dev.ingot.foundry.service.models;

import org.jspecify.annotations.NullMarked;
