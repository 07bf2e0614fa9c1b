@NullMarked
package dev.ingot.foundry.service.guard;

import org.jspecify.annotations.NullMarked;
