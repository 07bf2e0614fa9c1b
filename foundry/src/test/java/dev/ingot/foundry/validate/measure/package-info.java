@NullMarked
package dev.ingot.foundry.validate.measure;

import org.jspecify.annotations.NullMarked;
