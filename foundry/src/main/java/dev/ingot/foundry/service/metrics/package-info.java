/** What the service counts and measures, in the text format of Prometheus. */
@NullMarked
package dev.ingot.foundry.service.metrics;

import org.jspecify.annotations.NullMarked;
