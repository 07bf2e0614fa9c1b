@NullMarked
package dev.ingot.foundry.service.models;

import org.jspecify.annotations.NullMarked;
