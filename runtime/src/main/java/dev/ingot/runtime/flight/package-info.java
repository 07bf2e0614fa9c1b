/** Events for JDK Flight Recorder. */
@NullMarked
package dev.ingot.runtime.flight;

import org.jspecify.annotations.NullMarked;
