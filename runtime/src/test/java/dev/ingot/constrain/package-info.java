/** What is promised of constraints. */
@NullMarked
package dev.ingot.constrain;

import org.jspecify.annotations.NullMarked;
