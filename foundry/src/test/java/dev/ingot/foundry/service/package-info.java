@NullMarked
package dev.ingot.foundry.service;

import org.jspecify.annotations.NullMarked;
