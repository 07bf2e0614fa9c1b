@NullMarked
package dev.ingot.foundry.service.http;

import org.jspecify.annotations.NullMarked;
