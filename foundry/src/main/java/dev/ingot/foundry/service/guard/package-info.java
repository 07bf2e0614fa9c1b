/** Who may talk to the service: hosts, origins and keys. */
@NullMarked
package dev.ingot.foundry.service.guard;

import org.jspecify.annotations.NullMarked;
