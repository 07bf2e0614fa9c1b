@NullMarked
package dev.ingot.foundry.service.wire;

import org.jspecify.annotations.NullMarked;
